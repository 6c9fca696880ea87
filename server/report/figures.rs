//! All figures in the forms of a report, as a small value without offsets: most cells of most reports are zero.

use super::content::Report;
use crate::edition::{CellAt, Edition, Form, editions};
use rust_decimal::Decimal;

/// The figures in the forms of a report, or the sums of those of several reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct FormFigures {
    /// The edition of the forms, by its year.
    edition: u16,
    /// The cells without a number, as places among all cells of the edition, ascending.
    lacking: Box<[u16]>,
    /// The cells with a whole number from 1 that is small enough: nearly all that are not zero.
    small: Box<[(u16, u32)]>,
    /// The cells with any other number than zero.
    other: Box<[(u16, Decimal)]>,
}

impl FormFigures {
    /// The figures of a report. Forms of another edition than the report's count as missing.
    pub fn of(report: &Report) -> Self {
        let (mut lacking, mut nonzero) = (Vec::new(), Vec::new());
        let mut first = 0;
        for form in &report.edition.forms {
            let filled = report.forms.iter().find(|filled| std::ptr::eq(filled.form, form));
            let mut values = filled.map_or(&[][..], |filled| &filled.values).iter().peekable();
            for cell in 0..cells(form) {
                let own = values.next_if(|value| value.row() * form.columns.len() + value.column() == cell);
                let place = (first + cell) as u16;
                match own.and_then(|value| value.number()) {
                    None => lacking.push(place),
                    Some(number) if number.is_zero() => {}
                    Some(number) => nonzero.push((place, number.normalize())),
                }
            }
            first += cells(form);
        }
        FormFigures::new(report.edition.year, lacking, nonzero)
    }

    /// Figures by the cells without a number and the numbers other than zero, both ascending.
    fn new(edition: u16, lacking: Vec<u16>, nonzero: Vec<(u16, Decimal)>) -> Self {
        let (mut small, mut other) = (Vec::new(), Vec::new());
        for (place, number) in nonzero {
            let whole = Some(number).filter(|number| number.scale() == 0);
            match whole.and_then(|number| u32::try_from(number).ok()) {
                Some(number) => small.push((place, number)),
                None => other.push((place, number)),
            }
        }
        FormFigures { edition, lacking: lacking.into(), small: small.into(), other: other.into() }
    }

    /// The numbers other than zero by their places, ascending.
    fn numbers(&self) -> Vec<(u16, Decimal)> {
        let small = self.small.iter().map(|(place, number)| (*place, Decimal::from(*number)));
        let mut numbers: Vec<(u16, Decimal)> = small.chain(self.other.iter().copied()).collect();
        numbers.sort_by_key(|(place, _)| *place);
        numbers
    }

    /// The number in a cell of a form; `None` if it has none, or if the form is of another edition.
    pub fn number(&self, form: &Form, (row, column): CellAt) -> Option<Decimal> {
        let forms = &self.edition()?.forms;
        let at = forms.iter().position(|own| std::ptr::eq(own, form))?;
        let first: usize = forms[..at].iter().map(cells).sum();
        let place = (first + row * form.columns.len() + column) as u16;
        if self.lacking.binary_search(&place).is_ok() {
            return None;
        }
        if let Ok(at) = self.small.binary_search_by_key(&place, |(place, _)| *place) {
            return self.small.get(at).map(|(_, number)| Decimal::from(*number));
        }
        let found = self.other.binary_search_by_key(&place, |(place, _)| *place).ok();
        Some(found.and_then(|at| self.other.get(at)).map_or(Decimal::ZERO, |(_, number)| *number))
    }

    /// The cells with another number than zero, in the order of the edition.
    pub fn nonzero(&self) -> impl Iterator<Item = (&'static Form, CellAt, Decimal)> {
        let mut numbers = self.numbers().into_iter();
        let mut next = numbers.next();
        let mut first = 0;
        let forms = self.edition().map_or(&[][..], |edition| &edition.forms);
        forms.iter().flat_map(move |form| {
            let mut of_form = Vec::new();
            while let Some((place, number)) = next.filter(|(place, _)| usize::from(*place) < first + cells(form)) {
                let cell = usize::from(place) - first;
                of_form.push((form, (cell / form.columns.len(), cell % form.columns.len()), number));
                next = numbers.next();
            }
            first += cells(form);
            of_form
        })
    }

    /// The sums with the figures of another report; `None` if that is of another edition. A cell without a number in
    /// either has none in the sum.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        if self.edition != other.edition {
            return None;
        }
        let mut lacking = [&*self.lacking, &*other.lacking].concat();
        lacking.sort_unstable();
        lacking.dedup();
        let mut numbers = [self.numbers(), other.numbers()].concat();
        numbers.sort_by_key(|(place, _)| *place);
        let mut nonzero: Vec<(u16, Decimal)> = Vec::with_capacity(numbers.len());
        for (place, number) in numbers {
            match nonzero.last_mut() {
                Some(last) if last.0 == place => last.1 = last.1.saturating_add(number),
                _ => nonzero.push((place, number)),
            }
        }
        nonzero.retain(|(place, number)| !number.is_zero() && lacking.binary_search(place).is_err());
        Some(FormFigures::new(self.edition, lacking, nonzero))
    }

    /// The edition of the forms.
    fn edition(&self) -> Option<&'static Edition> {
        editions().iter().find(|edition| edition.year == self.edition)
    }
}

/// How many value cells a form has.
fn cells(form: &Form) -> usize {
    form.rows.len() * form.columns.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::read;
    use crate::syntax::Syntax;

    fn figures(rows: &str) -> FormFigures {
        let text = format!(
            "云溪县教育局2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n| 第二十条第（一）项 | | | |\n\
             | --- | --- | --- | --- |\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n{rows}"
        );
        FormFigures::of(&read(&Syntax::parse(&text))[0])
    }

    #[test]
    fn a_missing_number_is_no_zero() {
        let one = figures("| 规章 | 0 | 0 | |\n| 行政规范性文件 | 3 | 0 | 9 |\n");
        let form = editions()[1].form("article-20-1").unwrap();
        let numbers = |figures: &FormFigures| {
            [(0, 0), (0, 2), (1, 0), (1, 2)].map(|cell| figures.number(form, cell).map(|it| it.to_string()))
        };
        let some = |number: &str| Some(number.to_owned());
        assert_eq!(numbers(&one), [some("0"), None, some("3"), some("9")]);
        assert_eq!(one.number(editions()[1].form("applications").unwrap(), (0, 0)), None);
        assert_eq!(one.number(editions()[0].form("article-20-1").unwrap(), (0, 0)), None);
        let other = figures("| 规章 | 0 | 0 | 2 |\n| 行政规范性文件 | 1 | 0 | -9 |\n");
        let sum = one.plus(&other).unwrap();
        assert_eq!(numbers(&sum), [some("0"), None, some("4"), some("0")]);
        let nonzero: Vec<CellAt> = sum.nonzero().map(|(_, cell, _)| cell).collect();
        assert_eq!(nonzero, [(1, 0)]);
        assert_eq!(sum.plus(&FormFigures::default()), None);
    }
}
