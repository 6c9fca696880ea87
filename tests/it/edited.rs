//! A report that is kept over a keystroke is the report that reading the text again would give; and over most keystrokes
//! it is kept.

use crate::support::generate::{Draft, PDF_STYLES, Plan, Random, STYLES, Style};
use nianbao::edition;
use nianbao::report::carry_over::Carried;
use nianbao::report::figures::FormFigures;
use nianbao::report::{self, Changed, Kept, Report, Volume, read_passage};
use nianbao::syntax::Syntax;
use nianbao::text::{Buffer, Edit};
use rayon::prelude::*;

/// A draft that holds one report, read.
struct Opened {
    text: String,
    syntax: Syntax,
    volume: Volume<Option<Report>>,
}

impl Opened {
    fn new(text: &str) -> Self {
        // What is computed of a form once shows in what is compared, and other tests compute it meanwhile.
        for form in edition::editions().iter().flat_map(|edition| &edition.forms) {
            form.lines();
            form.words((0, 0));
        }
        let syntax = Syntax::parse(text);
        let volume = Volume::new(&syntax, |passage| read_passage(&passage?, None));
        Opened { text: text.to_owned(), syntax, volume }
    }

    /// Types something at a byte; whether the report was kept.
    fn is_kept(&self, at: usize, typed: &str) -> bool {
        let mut buffer = Buffer::new(&self.text, 1);
        let change = buffer.edit(&Edit::new(at..at, typed));
        let mut is_kept = false;
        let after = self.volume.changed(&change, &buffer, |passage, before| {
            let passage = passage?;
            let read = read_passage(&passage, None);
            if let Some(before) = before
                && let Some(report) = before.content
                && let Some(Kept { report: edited, changed, .. }) =
                    report::kept(report, &self.syntax, &passage, &before.change)
            {
                is_kept = true;
                let figures = |report: &Report| (FormFigures::of(report), Carried::out_of(report));
                assert!(changed == Changed::Figure || figures(&edited) == figures(report), "{typed:?} at {at}");
                let kept = format!("{:?}", Some(edited));
                assert!(
                    kept == format!("{read:?}"),
                    "{typed:?} at {at} of\n{}\nkept: {kept}\nread: {read:?}",
                    self.text
                );
            }
            read
        });
        assert_eq!(after.len(), 1, "the draft holds one report");
        is_kept
    }
}

#[test]
fn a_digit_in_a_table_keeps_the_report() {
    STYLES.par_iter().chain(&PDF_STYLES).enumerate().for_each(|(seed, style)| {
        let draft = draft(style, seed as u64);
        let opened = Opened::new(&draft.text);
        let cells = edition::newest().forms.iter().flat_map(|form| draft.cells(&form.id));
        let some: Vec<usize> = cells.map(|cell| cell.range.end).skip(seed % 23).step_by(23).collect();
        let kept = some.iter().filter(|&&at| opened.is_kept(at, "1")).count();
        // Where merged cells are written out, a figure that equals the one beside it is none of its own.
        let least = if style.name == "markdown-repeated" { 0 } else { some.len() * 8 / 10 };
        assert!((least..=some.len()).contains(&kept), "{}: {kept} of {}", style.name, some.len());
    });
}

#[test]
fn a_character_in_a_paragraph_keeps_the_report() {
    let kept = |(seed, style): (usize, &Style)| {
        let draft = draft(style, seed as u64);
        let opened = Opened::new(&draft.text);
        let mut random = Random::new(seed as u64);
        let commas: Vec<usize> = draft.text.match_indices('，').map(|(at, _)| at).collect();
        (0..8).filter(|_| opened.is_kept(commas[random.below(commas.len())], "的")).count()
    };
    let kept: usize = STYLES.par_iter().enumerate().map(kept).sum();
    assert!(kept * 10 >= STYLES.len() * 8 * 8, "{kept} of {}", STYLES.len() * 8);
}

/// A report of 8 KB.
fn draft(style: &Style, seed: u64) -> Draft {
    Plan::new(edition::newest(), seed).size(8_000).write(style)
}
