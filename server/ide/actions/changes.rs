//! What an edit does to a figure of a table, in words: “（七）总计·自然人”由0改为50.

use crate::check::View;
use crate::report::Value;
use crate::rules::quoted;
use crate::text::Edit;

impl View {
    /// The figure that an edit changes, with the number before and after; `None` if it changes something else.
    pub fn figure_changed_by(&self, edit: &Edit) -> Option<String> {
        let report = self.report_at(edit.range.start)?;
        let is_changed = |value: &&Value| {
            let is_filled =
                value.is_blank() && edit.range.start <= value.range().start && value.range().end <= edit.range.end;
            edit.range == value.range() || edit.range == value.figure() || is_filled
        };
        let new = edit.text.trim();
        if new.contains(['\n', '|', '\t']) {
            return None;
        }
        report.forms.iter().find_map(|filled| {
            let value = filled.values.iter().find(is_changed)?;
            let words = quoted(filled.words(value.row(), value.column()));
            Some(match (value.number(), value.text().trim()) {
                (Some(number), _) => format!("{words}由{}改为{new}", number.normalize()),
                (None, "") => format!("{words}填为{new}"),
                (None, text) => format!("{words}由{}改为{new}", quoted(text)),
            })
        })
    }
}
