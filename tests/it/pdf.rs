//! Page descriptions: what is read in them, how sure it is, and what is refused.

use crate::support::desk::Desk;
use crate::support::generate::Random;
use crate::support::pdf::{Pdf, file, text};
use crate::support::program::{self, Run};
use crate::support::said::{checked, said};
use crate::support::whole::Whole;
use nianbao::files::{Certainty, FileFault, FileKind, read};
use nianbao::syntax::Layout;

fn whole() -> Whole {
    Whole::new(2021, 3).layout(Layout::Html)
}

fn shown(pdf: &Pdf) -> String {
    read("年报.pdf", pdf.bytes()).expect("a PDF").text.trim_end().replace("\n\n", "\n")
}

fn fault(bytes: Vec<u8>) -> FileFault {
    read("年报.pdf", bytes).expect_err("a fault")
}

#[test]
fn a_report_says_the_same_on_pages() {
    for draft in [whole().text(), whole().plus("applications", "granted", "person", 1).text()] {
        let read = read("年报.pdf", Pdf::of_draft(&draft).bytes()).expect("a PDF");
        assert_eq!((read.kind, read.certainty), (FileKind::Pdf, Certainty::Uncertain));
        assert_eq!(said(&read.text), said(&draft.replace('#', "")));
    }
}

#[test]
fn lines_that_reach_the_margin_go_on() {
    let long = "甲".repeat(20);
    let pages = Pdf::default()
        .page(
            &[text(70, 800, &long[..18 * 3]), text(50, 780, &long), text(50, 760, "乙"), text(120, 20, "- 1 -")]
                .concat(),
        )
        .page(&[text(70, 800, "丙"), text(50, 780, "（一）丁"), text(50, 760, &long), text(120, 20, "2")].concat())
        .page(&text(50, 800, "戊"));
    assert_eq!(shown(&pages), format!("{}{long}乙\n丙\n（一）丁\n{long}戊", &long[..18 * 3]));
}

#[test]
fn what_is_struck_out_is_left_out() {
    let page =
        [text(50, 800, "应为1234"), "70 803 m 90 803 l S\n".to_owned(), "50 798 m 110 798 l S\n".to_owned()].concat();
    let read = read("年报.pdf", Pdf::default().page(&page).bytes()).expect("a PDF");
    assert_eq!((read.text.as_str(), read.remarks.as_slice()), ("应为34\n\n", ["2 个划去的字".to_owned()].as_slice()));
}

#[test]
fn a_page_may_lie_on_its_side() {
    let turned =
        "q 0 1 -1 0 600 0 cm\n".to_owned() + &text(50, 300, "甲乙") + &text(50, 280, "丙") + "Q\n" + &text(9, 9, "丁");
    assert_eq!(shown(&Pdf::default().page(&turned)), "甲乙丙");
}

/// A picture by its left and lower end, its width and its height.
fn picture(x: i32, y: i32, width: i32, height: i32) -> String {
    format!("q {width} 0 0 {height} {x} {y} cm BI /W 1 /H 1 /CS /G /BPC 8 ID a EI Q\n")
}

#[test]
fn pictures_that_may_be_tables_stand_where_they_are() {
    let lines = text(50, 500, "甲") + &text(50, 300, "乙");
    let with = |pictures: &str| shown(&Pdf::default().page(&(lines.clone() + pictures)));
    // The page is 600 points wide.
    assert_eq!(with(&picture(50, 330, 300, 50)), "甲\n<img>\n乙");
    assert_eq!(with(&picture(50, 310, 500, 195)), "甲\n<img>\n乙", "a white border");
    assert_eq!(with(&[picture(50, 350, 500, 30), picture(50, 320, 500, 30)].concat()), "甲\n<img>\n乙", "strips");
    assert_eq!(with(&[picture(50, 420, 500, 60), picture(50, 320, 500, 60)].concat()), "甲\n<img>\n<img>\n乙");
    assert_eq!(with(&picture(50, 330, 290, 150)), "甲\n乙", "a seal");
    assert_eq!(with(&picture(50, 330, 500, 49)), "甲\n乙", "a line");
    let background = picture(0, 0, 600, 20_100);
    assert_eq!(with(&background), "<img>\n甲\n乙", "a page that was scanned");
    assert_eq!(with(&(text(50, 5000, "写在底图上的有许多个字") + &background)), "写在底图上的有许多个字\n甲\n乙");
    let turned = "q 0 1 -1 0 600 0 cm\n".to_owned() + &lines + &picture(50, 330, 11_000, 2000) + "Q\n";
    assert_eq!(shown(&Pdf::default().page(&turned)), "<img>\n甲\n乙");
    let object = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>";
    let content = lines.clone() + "q 400 0 0 100 50 350 cm /P Do Q";
    let bytes = String::from_utf8(Pdf::default().page(&content).bytes()).expect("a text");
    // The table of objects is made anew.
    let bytes = bytes
        .replace("/Resources<<", "/Resources<</XObject<</P 99 0 R>>")
        .replace("xref\n0 ", &format!("99 0 obj\n{object}\nstream\na\nendstream\nendobj\nbroken "));
    assert_eq!(read("年报.pdf", bytes.into_bytes()).expect("a PDF").text, "甲\n\n<img>\n\n乙\n\n");
}

#[test]
fn a_table_that_is_a_picture_is_found() {
    let draft = whole().text();
    let table = draft.rfind("<table>").expect("a table")..draft.rfind("</table>").expect("its end") + "</table>".len();
    let without = draft[..table.start].to_owned() + "附表见下\n图\n图\n图\n图\n" + &draft[table.end..];
    let found = |pictures: &[String]| -> Vec<&str> {
        let pdf = Pdf::of_draft(&without).plus(&pictures.concat());
        let read = read("年报.pdf", pdf.bytes()).expect("a PDF");
        checked(&read.text).findings.iter().map(|it| it.rule.name).collect()
    };
    let place = Pdf::of_draft(&without).place("附表见下");
    let large = picture(50, place - 70, 500, 65);
    assert_eq!(found(std::slice::from_ref(&large)), ["table-as-image"]);
    assert_eq!(found(&[picture(50, place - 70, 100, 65)]), ["missing-form"]);
    assert_eq!(found(&[picture(50, 20_020, 500, 60)]), ["missing-form"]);
    let whole = Pdf::of_draft(&draft).plus(&picture(50, 20_020, 500, 60)).plus(&large);
    assert_eq!(
        said(&read("年报.pdf", whole.bytes()).expect("a PDF").text.replace("<img>\n\n", "")),
        said(&draft.replace('#', ""))
    );
}

#[test]
fn findings_are_a_level_lower_and_tell_the_page() {
    let desk = Desk::new();
    let draft = whole().plus("applications", "granted", "person", 1).text();
    std::fs::write(desk.path("年报.pdf"), Pdf::of_draft(&draft).bytes()).expect("a file");
    std::fs::write(desk.path("扫描.pdf"), Pdf::default().page("0 0 m").bytes()).expect("a file");
    let check = |arguments: &[&str]| {
        let Run { status, out, err } = program::run(&desk.path(""), &[&["check"], arguments].concat());
        (Some(status), out, err)
    };
    let (status, out, err) = check(&[]);
    assert_eq!(status, Some(0), "{out}{err}");
    assert!(out.contains("warning[wrong-cell]") && out.contains("年报.pdf：第1页表三“（一）予以公开·自然人”"), "{out}");
    assert!(err.contains("1 个 PDF 文件按文字读取，结果降一级列出，数字以原件为准\n"), "{err}");
    assert!(err.contains("未检查 1 个文件：扫描.pdf（没有文字）"), "{err}");
    assert_eq!(check(&["--fail-on-unread"]).0, Some(2));
    let (status, _, err) = check(&["扫描.pdf"]);
    assert!(status == Some(2) && err.starts_with("nianbao: 扫描.pdf：PDF 中没有可以读出的文字"), "{err}");
    let (_, page, _) = check(&["--format", "html"]);
    assert!(page.contains("年报.pdf（按文字读取，数字以原件为准）") && page.contains("<p>未检查 1 个文件：扫描.pdf"));
}

#[test]
fn a_broken_table_of_objects_is_made_anew() {
    let sound = Pdf::default().page(&text(50, 800, "甲乙")).bytes();
    let end = sound.windows(4).rposition(|it| it == b"xref").expect("a table");
    let table = sound.windows(5).position(|it| it == b"\nxref").expect("a table");
    let wrong = [&sound[..end], b"xref\n99\n%%EOF\n"].concat();
    let moved = [b"%PDF-1.7\n%moved\n", &sound[9..]].concat();
    for broken in [&sound[..end], &sound[..table], &wrong, &moved] {
        let read = read("年报.pdf", broken.to_vec()).expect("a PDF");
        assert_eq!(read.text.trim_end(), "甲乙");
    }
    assert!(matches!(fault(sound[..sound.len() / 2].to_vec()), FileFault::Damaged(_) | FileFault::NoText));
    let encrypted = [&sound[..end], b"/Encrypt 3 0 R"].concat();
    assert_eq!(fault(encrypted), FileFault::Encrypted);
}

/// A text in LZW, without a use of its table: all codes have nine bits, for the table is emptied before it grows.
fn lzw(text: &str) -> Vec<u8> {
    const EMPTY: u16 = 256;
    const END: u16 = 257;
    let codes =
        text.as_bytes().chunks(200).flat_map(|some| std::iter::once(EMPTY).chain(some.iter().map(|it| (*it).into())));
    let bits: Vec<bool> =
        codes.chain([END]).flat_map(|code| (0..9).rev().map(move |bit| code >> bit & 1 == 1)).collect();
    bits.chunks(8).map(|byte| byte.iter().enumerate().map(|(at, bit)| u8::from(*bit) << (7 - at)).sum()).collect()
}

#[test]
fn old_programs_pack_pages_with_lzw() {
    let page = text(50, 800, "甲乙");
    let packed = lzw(&page);
    let held = "x".repeat(packed.len());
    let pdf = Pdf::default().page(&held).bytes();
    let at = pdf.windows(held.len()).position(|it| it == held.as_bytes()).expect("the page");
    let length = format!("<</Length {}>>", packed.len());
    let head = at - "\nstream\n".len() - length.len();
    assert_eq!(&pdf[head..][..length.len()], length.as_bytes());
    let packed = [
        &pdf[..head],
        format!("<</Filter/LZWDecode/Length {}>>\nstream\n", packed.len()).as_bytes(),
        &packed,
        &pdf[at + held.len()..],
    ]
    .concat();
    assert_eq!(read("年报.pdf", packed).expect("a PDF").text.trim_end(), "甲乙");
}

#[test]
fn what_is_no_sound_pdf_gets_one_line() {
    assert_eq!(fault(Pdf::default().page("").bytes()), FileFault::NoText);
    assert!(matches!(fault(b"%PDF-1.7".to_vec()), FileFault::Damaged(_)));
    let encrypted = "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -1/O(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)/U(bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)>>/ID[(a)(a)]";
    let catalogue = ["<</Type/Catalog/Pages 2 0 R>>".to_owned(), "<</Type/Pages/Kids[]/Count 0>>".to_owned()];
    assert_eq!(fault(file(&catalogue, encrypted)), FileFault::Encrypted);
}

#[test]
fn pdfs_made_to_take_long_are_refused() {
    let page = |resources: &str, content: &str, more: &str| {
        let stream = |inside: &str, content: &str| {
            format!("<<{inside}/Length {}>>\nstream\n{content}\nendstream", content.len())
        };
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 1>>".to_owned(),
            format!("<</Type/Page/Parent 2 0 R/Resources<<{resources}>>/Contents 4 0 R>>"),
            stream("", content),
            stream("/Subtype/Form/Resources<</XObject<</A 5 0 R>>>>", "/A Do /A Do /A Do"),
            more.to_owned(),
        ];
        read("a.pdf", file(&objects, ""))
    };
    // Forms that draw themselves, and objects that are deep in each other.
    assert!(page("/XObject<</A 5 0 R>>", "/A Do", "1").is_err());
    for deep in ["[".repeat(200_000), "<</A ".repeat(200_000), "(".repeat(200_000)] {
        assert!(page("", &format!("{deep} TJ"), &deep).is_err());
    }
    assert_eq!(page("", &format!("({}) Tj", "a".repeat(6_000_000)), "1").err(), Some(FileFault::TooManyOperations));
}

/// `NIANBAO_PDF=1000000` tries more.
#[test]
fn no_pdf_is_too_odd() {
    let tries = std::env::var("NIANBAO_PDF").ok().and_then(|it| it.parse().ok()).unwrap_or(1500);
    let mut random = Random::new(19);
    let table = "50 700 100 40 re S 50 720 m 150 720 l S 100 700 m 100 740 l S\n";
    let page =
        [text(50, 800, "一、总体情况"), table.to_owned(), text(52, 725, "12"), "q 2 0 0 2 1 1 cm Q\n".to_owned()];
    let whole = Pdf::default().page(&page.concat()).page(&text(50, 800, "二")).bytes();
    for _ in 0..tries {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(6) {
            let at = random.below(bytes.len());
            match random.below(4) {
                0 => bytes[at] = random.below(256) as u8,
                1 => bytes[at] = random.pick(b"0123456789<>[]()/R -."),
                2 => drop(bytes.remove(at)),
                _ => {
                    let from = random.below(bytes.len());
                    let piece = bytes[from..(from + random.below(30)).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        if let Ok(read) = read("年报.pdf", bytes) {
            assert!(read.places.all().iter().all(|place| read.text.get(place.text.clone()).is_some()));
            checked(&read.text);
        }
    }
}
