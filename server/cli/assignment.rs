//! `--set key=value`: single keys of the settings on the command line.

use crate::config::{self, Keys, ONLY_IN_FILES};

/// A key and its value, as TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    key: String,
    value: String,
}

/// Parses `key=value`. A value that is none of TOML is a string: `profile=quiet`.
///
/// # Errors
/// If there is no `=`, or what stands before it is no key.
pub fn assignment(text: &str) -> Result<Assignment, String> {
    let (key, value) = text.split_once('=').ok_or_else(|| format!("“{text}”不是 键=值，如 edition=2021"))?;
    let (key, value) = (key.trim(), value.trim());
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if !key.split('.').all(is_name) {
        return Err(format!("“{key}”不是设置的键，如 edition、rules.prose"));
    }
    // One value on one line: what is more would be further keys.
    let is_toml = !value.contains(['\n', '\r']) && toml::from_str::<toml::Table>(&format!("v = {value}")).is_ok();
    let value = if is_toml { value.to_owned() } else { serde_json::Value::from(value).to_string() };
    Ok(Assignment { key: key.to_owned(), value })
}

/// The keys that are assigned; of the same key the last counts.
///
/// # Errors
/// What is wrong with a key or its value, in Chinese.
pub fn assigned(all: &[Assignment]) -> Result<Keys, String> {
    let is_last = |index: usize, key: &str| !all.iter().skip(index + 1).any(|later| later.key == key);
    let last = all.iter().enumerate().filter(|(index, it)| is_last(*index, &it.key));
    let lines: Vec<String> = last.map(|(_, Assignment { key, value })| format!("{key} = {value}\n")).collect();
    let (keys, problems) = config::toml(&lines.concat());
    match problems.first() {
        Some(problem) if problem.key.is_empty() => Err(format!("--set：{}", problem.message)),
        Some(problem) => Err(format!("--set {}：{}", problem.key, problem.message)),
        None if keys.extends.is_some() => Err(format!("--set extends：{ONLY_IN_FILES}")),
        None => Ok(keys),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Level;

    fn set(all: &[&str]) -> Result<Keys, String> {
        assigned(&all.iter().map(|it| assignment(it)).collect::<Result<Vec<_>, _>>()?)
    }

    #[test]
    fn values_are_toml_or_strings() {
        let keys =
            set(&["edition=2019", "profile=quiet", "wide-quotes = false", "exclude=['甲/', \"乙 丙/\"]"]).unwrap();
        assert_eq!((keys.edition, keys.wide_quotes), (Some(Some(2019)), Some(false)));
        assert_eq!(keys.profile.map(crate::rules::Profile::name), Some("quiet"));
        assert_eq!(keys.exclude.unwrap().patterns(), ["甲/", "乙 丙/"]);
        assert_eq!(set(&["edition=2019", "edition=auto"]).unwrap().edition, Some(None));
        let levels = set(&["rules.prose=off", "rules.privacy=\"hint\""]).unwrap().rules;
        assert!([Level::Off, Level::Hint].iter().all(|level| levels.values().filter(|it| *it == level).count() > 1));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for wrong in
            ["edition", "=2019", "a b=1", "rules.=off", "edition=2020", "edtion=2021", "rules=off", "extends=x.toml"]
        {
            assert!(set(&[wrong]).is_err(), "{wrong}");
        }
        // A value is one value, whatever stands in it.
        assert!(set(&["layout=html\nedition = 2019"]).is_err());
        assert!(set(&["layout=1 # \""]).is_err());
    }
}
