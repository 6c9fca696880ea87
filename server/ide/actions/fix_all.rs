//! All safe repairs at once, to the end.
//!
//! ```text
//! 六、其它需要报告的事项      →   六、其他需要报告的事项
//! 第二十条第（六）款          →   第二十条第（六）项
//! ```
//!
//! Offered only where there is one to make; no number changes. Hints are left to the author.

use super::action::{Action, ActionKind};
use crate::check::View;
use crate::fix::{FixFilter, fix_until_stable};

/// The action, if a repair is left.
pub fn action(view: &View) -> Option<Action> {
    let fixed = fix_until_stable(view, FixFilter::SAFE);
    let title = format!("修复全部可自动修复的问题（{}处）", fixed.count);
    let action =
        Action { title, kind: ActionKind::FixAll, edits: fixed.edits, safe: true, preferred: false, finding: None };
    (!action.edits.is_empty()).then_some(action)
}
