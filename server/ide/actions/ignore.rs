//! A comment that excepts a finding. Knows nothing of which files may hold comments.

use crate::check::View;
use crate::check::directives::Region;
use crate::rules::exceptions::{unknown_exception, unused_exception};
use crate::text::{Edit, edit};

impl View {
    /// Where a comment that excepts a finding has to stand, by its place among the findings. `None` where no comment can
    /// stand, and where it would be about an exception itself.
    pub fn place_to_ignore(&self, finding: usize) -> Option<usize> {
        let finding = self.checked.findings.get(finding)?;
        if [unknown_exception::RULE.name, unused_exception::RULE.name].contains(&finding.rule.name) {
            return None;
        }
        Region::new(&self.checked.syntax).before(finding.range.start)
    }

    /// The edit that writes a comment which excepts a finding. `None` too where the comment would miss it, or break what
    /// it stands in.
    pub fn ignore(&self, finding: usize) -> Option<Edit> {
        let place = self.place_to_ignore(finding)?;
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
