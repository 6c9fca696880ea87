//! A comment that suppresses a finding.

use crate::check::View;
use crate::check::directives::Region;
use crate::rules::exceptions::{unknown_exception, unused_exception};
use crate::text::{Edit, edit};

impl View {
    /// Where to insert a comment that suppresses the finding with this index. `None` if a comment is impossible there,
    /// or if the finding is about a directive itself.
    pub fn place_to_ignore(&self, region: &Region, finding: usize) -> Option<usize> {
        let finding = self.checked.findings.get(finding)?;
        if [unknown_exception::RULE.name, unused_exception::RULE.name].contains(&finding.rule.name) {
            return None;
        }
        region.before(finding.range.start)
    }

    /// The text with its bounds, among which the places for comments are found.
    pub fn region(&self) -> Region {
        Region::new(&self.checked.syntax)
    }

    /// The edit that inserts a comment to suppress a finding. `None` also if the comment would not take effect, or
    /// would break the text around it.
    pub fn ignore(&self, finding: usize) -> Option<Edit> {
        let place = self.place_to_ignore(&self.region(), finding)?;
        let finding = self.checked.findings.get(finding)?;
        let line_break = self.line_break();
        let comment = format!("<!-- nianbao: ignore {} -->{line_break}", finding.rule.name);
        let edit = Edit::new(place..place, comment);
        // A comment that breaks a table or misses its finding is worse than none.
        let after = self.with_text(&edit::apply(&self.text, std::slice::from_ref(&edit)).ok()?).checked;
        let of_rule = after.findings.iter().filter(|it| it.rule.name == finding.rule.name).count();
        let before = self.checked.findings.iter().filter(|it| it.rule.name == finding.rule.name).count();
        let excepted = before.checked_sub(of_rule).filter(|excepted| *excepted > 0)?;
        (after.findings.len() + excepted == self.checked.findings.len()).then_some(edit)
    }
}
