//! What must hold of folded text and of the numbers in it.

use super::{holds, text_of};
use nianbao::text::fold::fold;
use nianbao::text::{Folded, number};
use rust_decimal::Decimal;

/// Folds a text: both ways of folding agree, and each character leads back to a part of the text.
///
/// # Panics
/// If not.
pub fn folds(data: &[u8]) {
    let text = text_of(data);
    let folded = Folded::of(&text);
    assert_eq!(folded.text, fold(&text));
    let characters = || text.char_indices().map(|(at, c)| (c, at..at + c.len_utf8()));
    let borders: Vec<usize> = folded.text.char_indices().map(|(at, _)| at).chain([folded.text.len()]).collect();
    let mut before = 0;
    for pair in borders.windows(2) {
        let part = pair[0]..pair[1];
        let source = folded.source(part.clone());
        holds(&text, &source, "a folded character");
        assert!(before <= source.start, "{part:?} leads back to {source:?}");
        before = source.start;
        if borders.len() < FEW {
            assert_eq!(Folded::source_of(characters(), part.clone()), source, "{part:?}");
        }
    }
}

/// Each character of a text as long as this is looked up by itself.
const FEW: usize = 200;

/// Reads the numbers of a text.
///
/// # Panics
/// If a figure is no part of it, or says another number by itself.
pub fn numbers(data: &[u8]) {
    let folded = fold(&text_of(data));
    if let Some(read) = number::read(&folded) {
        holds(&folded, &read.figure, "a figure");
        read.unit.iter().for_each(|unit| holds(&folded, unit, "a unit"));
        let alone = number::read(&folded[read.figure.clone()]).expect("a figure is a number");
        assert_eq!(alone.value.abs(), read.value.abs(), "{folded}");
        assert!(number::is_figure(&folded[read.figure]), "{folded}");
    }
    if number::is_figure(&folded) {
        assert!(number::read(&folded).is_some(), "{folded}");
    }
    let digits = folded.bytes().filter(u8::is_ascii_digit).count();
    assert!(number::figures(&folded).len() <= digits);
    number::item_ordinals(&folded);
    number::is_page_number(&folded);
    assert_eq!(number::first_digit(&folded), folded.find(|c: char| c.is_ascii_digit()));
    if let Some((value, length)) = number::ordinal(&folded) {
        holds(&folded, &(0..length), "an ordinal");
        assert!(number::ordinal(&number::chinese(value)).is_some_and(|(same, _)| same == value), "{value}");
    }
    let sum: Option<Decimal> =
        number::figures(&folded).into_iter().take(100).try_fold(Decimal::ZERO, Decimal::checked_add);
    assert!(sum.is_some(), "the sum of a hundred numbers is a number: {folded}");
}
