//! What a finding is known by from one run to the next, wherever it stands.

use super::file::File;
use crate::report::Report;
use crate::rules::Finding;
use crate::text::fold::fold;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// What a finding is known by within its file: not its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct FindingIdentity {
    /// The name of its rule.
    pub rule: String,
    /// Its subject as JSON.
    pub subject: String,
    /// The text it marks, in its one spelling.
    pub text: String,
}

impl FindingIdentity {
    /// That of a finding about a text with these reports.
    pub fn of(finding: &Finding, text: &str, reports: &[Report]) -> Self {
        let subject = reports.get(finding.report).map(|report| finding.subject.named(report));
        FindingIdentity {
            rule: finding.rule.name.to_owned(),
            // A value, for its keys are in order however it was written.
            subject: serde_json::to_value(subject).unwrap_or_default().to_string(),
            text: fold(text.get(finding.range.clone()).unwrap_or_default()),
        }
    }
}

/// A fingerprint of each finding of a file under a name: 32 hexadecimal digits, the same in every run as long as the finding
/// is, and no other finding's.
pub fn fingerprints(file: &File<'_>, name: &str) -> Vec<String> {
    let mut alike: HashMap<FindingIdentity, usize> = HashMap::new();
    let fingerprint = |finding: &Finding| {
        let identity = FindingIdentity::of(finding, file.text, file.reports);
        let mut digest = Sha256::new();
        for part in [name, &identity.rule, &identity.subject, &identity.text] {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        let count = alike.entry(identity).or_default();
        digest.update(count.to_le_bytes());
        *count += 1;
        digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    };
    file.findings.iter().map(fingerprint).collect()
}
