//! All safe repairs at once, repeated until stable.
//!
//! ```text
//! 六、其它需要报告的事项      →   六、其他需要报告的事项
//! 第二十条第（六）款          →   第二十条第（六）项
//! ```
//!
//! Offered if any finding may have one; no number changes. Hints are left to the author.

use super::action::ActionKind;
use super::offer::Offer;
use crate::check::{Snapshot, View};
use crate::fix::{FixFilter, fix_until_stable, may_be_safe};
use crate::rules::Finding;

impl Snapshot {
    /// An offer of all safe repairs of the draft. They are computed only when the offer is made.
    pub fn fix_all(&self) -> Option<Offer<'_>> {
        offer(self.findings().map(|(_, finding)| finding), || self.whole())
    }
}

/// An offer of all safe repairs of a draft with these findings; `view` gives its view.
pub fn offer<'a>(mut findings: impl Iterator<Item = &'a Finding>, view: impl Fn() -> View + 'a) -> Option<Offer<'a>> {
    findings.any(|finding| FixFilter::SAFE.wants(finding) && may_be_safe(finding)).then(|| {
        let title = "修复全部可自动修复的问题".to_owned();
        Offer::new(title, ActionKind::FixAll, true, move || Some(fix_until_stable(&view(), FixFilter::SAFE).edits))
    })
}
