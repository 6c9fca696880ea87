//! Folding ranges: sections and tables, and reports if a text holds several.

use crate::check::{Snapshot, View};
use std::ops::Range;

impl Snapshot {
    /// The folding ranges, each from the line that stays visible to the last hidden line.
    pub fn folding(&self) -> Vec<Range<usize>> {
        let several = self.pieces().flat_map(|(_, piece)| &piece.reports).nth(1).is_some();
        let moved = |state: View| {
            let ranges = state.folding(several).into_iter();
            ranges.map(move |range| state.start + range.start..state.start + range.end)
        };
        self.along(&(0..self.buffer().len())).flat_map(moved).collect()
    }
}

impl View {
    /// The folding ranges of a view; those of reports only if the draft has several.
    fn folding(&self, several: bool) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        for report in &self.checked.reports {
            if several {
                ranges.push(self.without_blank_end(report.range.clone()));
            }
            ranges.extend(report.sections.iter().map(|section| self.section_range(section)));
            ranges.extend(report.forms.iter().map(|filled| filled.range.clone()));
        }
        ranges.retain(|range| self.buffer.line_at(range.start) < self.buffer.line_at(range.end));
        ranges
    }

    /// A range without the blank lines at its end, which belong to neither report.
    fn without_blank_end(&self, range: Range<usize>) -> Range<usize> {
        range.start..range.start + self.text[range.clone()].trim_end().len()
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Draft;

    #[test]
    fn sections_and_tables_fold_without_the_blank_lines_behind_them() {
        let text = "云溪县教育局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n公开信息36条。\n\n\n二、主动公开政府信息情况\n\n\
                    第二十条第（五）项\t\n信息内容\t本年处理决定数量\n行政许可\t12\n";
        let snapshot = Draft::new(text, 1).snapshot();
        let folded: Vec<&str> = snapshot.folding().into_iter().map(|range| &text[range]).collect();
        let table = "第二十条第（五）项\t\n信息内容\t本年处理决定数量\n行政许可\t12";
        let section = format!("二、主动公开政府信息情况\n\n{table}");
        assert_eq!(folded, ["一、总体情况\n\n公开信息36条。", section.as_str(), table]);
    }

    #[test]
    fn a_folded_section_leaves_the_next_heading_in_sight() {
        for (mark, close) in [("## ", ""), ("<h2>", "</h2>")] {
            let text = format!(
                "云溪县教育局2024年政府信息公开工作年度报告\n\n{mark}一、总体情况{close}\n\n公开信息36条。\n\n\
                 {mark}二、主动公开政府信息情况{close}\n\n没有。\n"
            );
            let snapshot = Draft::new(&text, 1).snapshot();
            let folded: Vec<&str> = snapshot.folding().into_iter().map(|range| &text[range]).collect();
            assert_eq!(folded[0], format!("{mark}一、总体情况{close}\n\n公开信息36条。"));
        }
    }
}
