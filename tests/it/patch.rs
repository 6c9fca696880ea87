//! A block that is patched after a keystroke is the block that a fresh reading would give, and so is every other; and
//! most keystrokes in tables are patches.
//!
//! `NIANBAO_EDITS=1000000 cargo test --release --test patch` tries more edits than the bounded run.

use crate::support::cursor::floor;
use crate::support::generate::{PDF_STYLES, Plan, Random, STYLES, Style};
use nianbao::edition;
use nianbao::report::{Report, Volume};
use nianbao::syntax::{Block, Syntax, reparse};
use nianbao::text::sequence::Sequence;
use nianbao::text::{Buffer, Edit};
use rayon::prelude::*;
use std::sync::Arc;

/// How many edits are made to one draft before the next is taken.
const SESSION: usize = 40;

fn edits() -> usize {
    std::env::var("NIANBAO_EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(STYLES.len() * 5 * SESSION)
}

/// What is typed or pasted: mostly what stands in drafts, and what readers of a layout look out for.
const TYPED: [&str; 72] = [
    "1",
    "0",
    "12",
    "266",
    "项",
    "总计",
    "第二十条第（一）项",
    "一、总体情况",
    "六、其他需要报告的事项",
    "某局2024年政府信息公开工作年度报告",
    "年",
    "。",
    "；",
    "，",
    "、",
    "（",
    "）",
    "(",
    ")",
    "“",
    "**",
    "*",
    "-",
    "---",
    "+",
    ":",
    "/",
    "\\",
    "|",
    " | ",
    "||",
    "\t",
    "\t\t",
    " ",
    "  ",
    "\u{3000}",
    "\u{a0}",
    "\u{2003}",
    "\u{200b}",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{b}",
    "\0",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "`",
    "```",
    "~~~",
    "#",
    ">",
    "<",
    "</",
    "<b>",
    "<br>",
    "<td>",
    "</td>",
    "<img>",
    "<script/>",
    "<!--",
    "-->",
    "!",
    "[",
    "\u{fffc}",
    "&",
    ";",
    "&nbsp",
    "&nbsp;",
    "&ThickSpace;",
    "很长的一段话很长的一段话很长的一段话很长的一段话很长的一段话很长的一段话很长的一段话很长的一段话很长的一段话",
];

/// A draft read, kept as it would be while it is edited.
struct Edited {
    buffer: Buffer,
    blocks: Sequence<Arc<Block>>,
    volume: Volume<Option<Report>>,
}

impl Edited {
    fn new(text: &str) -> Self {
        let syntax = Syntax::parse(text);
        let volume = Volume::new(&syntax, |_| None);
        Edited { buffer: Buffer::new(text, 0), blocks: syntax.blocks.into_iter().collect(), volume }
    }

    /// Makes an edit; gives whether one block was patched, or what is not as in a fresh reading.
    fn edit(&mut self, edit: &Edit) -> Result<bool, String> {
        let before = self.buffer.to_string();
        let change = self.buffer.edit(edit);
        let rescan = reparse::rescan(&self.blocks, &change, &self.buffer);
        let patched = rescan.touched;
        if let Some(touched) = &patched {
            let (was, is) = (self.blocks.get(rescan.replaced.start).expect("a block"), &rescan.blocks[0]);
            let same = |was: usize, is: usize, count: usize, block: &Block, old: &Block| {
                (0..count).all(|at| old.folded(&old.cells()[was + at]) == block.folded(&block.cells()[is + at]))
            };
            let (end, new_end) = (touched.cells.end, touched.cells.start + touched.count);
            let behind = was.cells().len() - end;
            if is.cells().len() - new_end != behind
                || !same(0, 0, touched.cells.start, is, was)
                || !same(end, new_end, behind, is, was)
            {
                return Err(format!("{touched:?} is not what was touched: {edit:?}\n{before:?}"));
            }
        }
        self.blocks.replace(rescan.replaced, rescan.blocks);
        self.volume = self.volume.changed(&change, &self.buffer, |_, _| None);
        let fresh = Edited::new(&self.buffer.to_string());
        let blocks: Vec<&Arc<Block>> = self.blocks.iter().collect();
        let fresh_blocks: Vec<&Arc<Block>> = fresh.blocks.iter().collect();
        if format!("{blocks:?}") != format!("{fresh_blocks:?}") {
            let wrong =
                blocks.iter().zip(&fresh_blocks).find(|(one, other)| format!("{one:?}") != format!("{other:?}"));
            return Err(format!("patched: {patched:?}\n{edit:?}\nin {before:?}\n{wrong:#?}"));
        }
        let marks = |volume: &Volume<Option<Report>>| {
            volume.candidates().map(|candidate| format!("{candidate:?}\n")).collect::<String>()
        };
        let (marks, fresh_marks) = (marks(&self.volume), marks(&fresh.volume));
        if marks != fresh_marks {
            return Err(format!("patched: {patched:?}\n{edit:?}\nin {before:?}\n{marks}\ninstead of\n{fresh_marks}"));
        }
        Ok(patched.is_some())
    }
}

fn draft(random: &mut Random, style: &Style) -> String {
    let text = Plan::new(edition::newest(), random.below(1000) as u64).size(1000).write(style).text;
    match random.below(6) {
        0 => text.replace('\n', "\r"),
        1 => text.replace('\n', "\r\n"),
        // What is printed otherwise than it is written, and what is not printed.
        2 => text
            .replace("<td>", random.pick(&["<td>&nbsp;", "<td> ", "<td>\n", "<td><p>", "<td><b>", "<td>&ThickSpace;"])),
        3 => text.replace("</td>", random.pick(&["&nbsp;</td>", " </td>", "\n</td>", "</p></td>", "<img></td>", ""])),
        _ => text,
    }
}

/// An edit as people make them: in a cell, at its borders, anywhere.
fn edit_of(edited: &Edited, random: &mut Random) -> Edit {
    let text = edited.buffer.to_string();
    let placed = edited.blocks.from_byte(random.below(text.len().max(1))).next();
    let cell = placed.as_ref().and_then(|placed| {
        let cells = placed.piece.cells();
        let range = cells.get(random.below(cells.len().max(1)))?.range();
        Some(placed.start + range.start..placed.start + range.end)
    });
    let at = match (random.below(5), cell) {
        (0, _) | (_, None) => floor(&text, random.below(text.len() + 1)),
        (1, Some(cell)) => cell.start,
        (2, Some(cell)) => cell.end,
        (3, Some(cell)) => floor(&text, (cell.start + random.below(3)).saturating_sub(random.below(3))),
        (_, Some(cell)) => floor(&text, cell.start + random.below(cell.len() + 2)),
    };
    let removed = [0, 0, 0, 1, 1, 3, 3, 8][random.below(8)];
    Edit::new(at..floor(&text, at + removed).max(at), random.pick(&TYPED))
}

#[test]
fn a_patched_block_is_what_a_fresh_reading_gives() {
    let sessions = edits().div_ceil(SESSION) as u64;
    let run = |seed: u64| -> Result<usize, String> {
        let mut random = Random::new(seed);
        let styles: Vec<&Style> = STYLES.iter().chain(&PDF_STYLES).collect();
        let mut edited = Edited::new(&draft(&mut random, styles[seed as usize % styles.len()]));
        let mut patched = 0;
        for _ in 0..SESSION {
            let edit = edit_of(&edited, &mut random);
            patched += usize::from(edited.edit(&edit).map_err(|wrong| format!("seed {seed}: {wrong}"))?);
        }
        Ok(patched)
    };
    let results: Vec<Result<usize, String>> = (0..sessions).into_par_iter().map(run).collect();
    let wrong: Vec<&String> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    let shortest = wrong.iter().min_by_key(|wrong| wrong.len());
    assert!(wrong.is_empty(), "{} of {sessions} sessions, among them\n{}", wrong.len(), shortest.map_or("", |it| it));
    // Many of the edits break lines and tags, which is not the business of patches.
    let patched: usize = results.iter().flatten().sum();
    assert!(patched * 5 > edits(), "only {patched} of {} edits were patches", edits());
}

#[test]
fn typing_a_figure_is_a_patch_in_every_way_of_writing() {
    // A paragraph of HTML is no cell of a table, and is scanned again.
    let patched: Vec<(&str, usize, usize)> = STYLES
        .par_iter()
        .filter(|style| style.name != "one-line-paragraph")
        .chain(&PDF_STYLES)
        .map(|style| {
            let draft = Plan::new(edition::newest(), 7).size(1000).write(style);
            let forms = edition::newest().forms.iter();
            let cells = forms.flat_map(|form| draft.cells(&form.id)).step_by(12);
            let (mut patched, mut count) = (0, 0);
            for cell in cells {
                let mut edited = Edited::new(&draft.text);
                for edit in [Edit::new(cell.range.end..cell.range.end, "7"), Edit::new(cell.range.clone(), "31")] {
                    patched +=
                        usize::from(edited.edit(&edit).unwrap_or_else(|wrong| panic!("{}: {wrong}", style.name)));
                    count += 1;
                }
            }
            (style.name, patched, count)
        })
        .collect();
    for (style, patched, count) in patched {
        assert!(count >= 10 && patched * 10 >= count * 9, "{style}: {patched} of {count}");
    }
}

#[test]
fn cells_of_html_that_print_other_things_than_they_hold_are_read_again() {
    // Where `$` stands, a figure is typed.
    for (cell, is_patch) in [
        ("<td>2$</td>", true),
        ("<TD class=x>$</TD>", true),
        ("<td> $</td>", false),
        ("<td>$ \n</td>", true),
        ("<td><b>2$</b></td>", true),
        ("<td>&nbsp;$2&nbsp;</td>", true),
        ("<td>&nbsp$2</td>", false),
        ("<td>&ThickSpace;2$</td>", false),
        ("<td>&ThickSpace;“2$ </td>", false),
        ("<td>&#16$0;</td>", false),
        ("<td>2$<img></td>", false),
        ("<td>$<img></td>", false),
        ("<td><img>2$</td>", false),
        ("<td>2$<br>3</td>", false),
        ("<td>$<script/></td>", false),
        ("<td>$<style>x</style></td>", false),
        ("<td>$<table><tr><td>1</td></tr></table></td>", false),
        ("<td>2$<script/></td>", false),
        ("<td><script>1</script>2$</td>", true),
        ("<td><textarea>2$</textarea></td>", true),
        ("<td a=x>y$</td>", true),
        ("<td>a < b$</td>", false),
        ("<td><!-->2$</td><!-- -->", true),
        ("<p>2$</p>", false),
        ("<td title='$'>2</td>", false),
    ] {
        let text = format!("<table>\n<tr><td>规章</td>{cell}<td>0</td></tr>\n</table>\n\n一、总体情况\n");
        let at = text.find('$').expect("a place");
        let mut edited = Edited::new(&text.replace('$', ""));
        let patched = edited.edit(&Edit::new(at..at, "1")).unwrap_or_else(|wrong| panic!("{cell}: {wrong}"));
        assert_eq!(patched, is_patch, "{cell}");
    }
    // A long text is a paragraph, in a cell, too.
    let text = format!("<table><tr><td>{}</td></tr></table>\n", "长".repeat(160));
    let end = text.find("</td>").expect("an end");
    assert!(!Edited::new(&text).edit(&Edit::new(end..end, "长")).expect("it is read again"));
    assert!(Edited::new(&text).edit(&Edit::new(end - 3..end, "短")).expect("it is the same"));
}
