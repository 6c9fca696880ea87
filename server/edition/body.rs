//! The kinds of bodies that issue reports, as data (`bodies.toml`): how their names end.

use super::phrases::WordList;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The level of a body that issues a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BodyLevel {
    /// A department of a local government.
    #[serde(rename = "部门")]
    Department,
    /// A township or a town.
    #[serde(rename = "乡镇")]
    Township,
    /// The office of a sub-district.
    #[serde(rename = "街道")]
    Street,
    /// The government of a county, of a banner or of a district of a city.
    #[serde(rename = "县")]
    County,
    /// The government of a city, a prefecture or a league.
    #[serde(rename = "市")]
    City,
    /// The government of a province, an autonomous region or a municipality.
    #[serde(rename = "省")]
    Province,
    /// A department of the State Council.
    #[serde(rename = "国务院部门")]
    Ministry,
    /// A public enterprise or institution (条例第五十五条).
    #[serde(rename = "公共企事业单位")]
    Public,
    /// The management of a development zone, and others.
    #[serde(rename = "其他")]
    Other,
}

impl BodyLevel {
    /// Every level.
    pub const ALL: [BodyLevel; 9] = [
        BodyLevel::Department,
        BodyLevel::Township,
        BodyLevel::Street,
        BodyLevel::County,
        BodyLevel::City,
        BodyLevel::Province,
        BodyLevel::Ministry,
        BodyLevel::Public,
        BodyLevel::Other,
    ];

    /// The Chinese name, also used in settings.
    pub fn name(self) -> &'static str {
        match self {
            BodyLevel::Department => "部门",
            BodyLevel::Township => "乡镇",
            BodyLevel::Street => "街道",
            BodyLevel::County => "县",
            BodyLevel::City => "市",
            BodyLevel::Province => "省",
            BodyLevel::Ministry => "国务院部门",
            BodyLevel::Public => "公共企事业单位",
            BodyLevel::Other => "其他",
        }
    }

    /// Whether it is a 人民政府. The office of a sub-district is sent out by one and is none itself.
    pub fn is_government(self) -> bool {
        matches!(self, BodyLevel::Township | BodyLevel::County | BodyLevel::City | BodyLevel::Province)
    }
}

/// The kinds of bodies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bodies {
    /// What follows the name of an area in that of its government: 人民政府.
    pub government: WordList,
    /// What follows the name of a body and is no part of it: 本级.
    pub own: WordList,
    /// The kinds, one for each level.
    pub bodies: Vec<BodyWords>,
}

/// How bodies of a level are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyWords {
    /// The level.
    pub level: BodyLevel,
    /// Whole names.
    #[serde(default)]
    pub names: Vec<String>,
    /// Ends of names.
    pub endings: Vec<String>,
    /// The name of one.
    pub example: String,
}

static BODIES: LazyLock<Bodies> = LazyLock::new(|| {
    toml::from_str(include_str!("bodies.toml")).expect("the kinds of bodies are part of the program and tested")
});

/// The kinds of bodies.
pub fn bodies() -> &'static Bodies {
    &BODIES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_described_once_and_named_as_in_settings() {
        for level in BodyLevel::ALL {
            assert_eq!(bodies().bodies.iter().filter(|words| words.level == level).count(), 1, "{level:?}");
            assert_eq!(serde_json::to_value(level).unwrap(), level.name());
        }
    }

    #[test]
    fn an_ending_belongs_to_one_level() {
        let endings: Vec<&String> = bodies().bodies.iter().flat_map(|words| &words.endings).collect();
        for (at, ending) in endings.iter().enumerate() {
            assert!(!endings[..at].contains(ending), "{ending}");
        }
    }
}
