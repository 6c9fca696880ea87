//! Parses the arguments of a command, with precise error messages for authors of clients.

use lsp_types::{Position, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Why the arguments of a command cannot be served, in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

type Result<T> = std::result::Result<T, Refused>;

/// The object that is the only argument of a command.
#[derive(Debug)]
pub struct CommandArguments<'a> {
    command: &'a str,
    object: Map<String, Value>,
}

impl<'a> CommandArguments<'a> {
    /// Parses the arguments of a command; without any, the object is empty.
    ///
    /// # Errors
    /// Unless there is at most one, and it is an object.
    pub fn of(command: &'a str, arguments: Vec<Value>) -> Result<Self> {
        let mut arguments = arguments.into_iter();
        match (arguments.next(), arguments.next()) {
            (None, _) => Ok(CommandArguments { command, object: Map::new() }),
            (Some(Value::Object(object)), None) => Ok(CommandArguments { command, object }),
            _ => Err(Refused(format!("{command}：arguments 应只有一个对象，例如 [{{\"uri\": \"file:///…\"}}]"))),
        }
    }

    /// A required URL.
    ///
    /// # Errors
    /// If it is missing or invalid.
    pub fn url(&self, key: &str) -> Result<Url> {
        self.optional_url(key)?.ok_or_else(|| self.missing(key, "文档的地址"))
    }

    /// An optional URL.
    ///
    /// # Errors
    /// If it is invalid.
    pub fn optional_url(&self, key: &str) -> Result<Option<Url>> {
        self.optional(key, "地址（URI）", |value| Url::parse(value.as_str()?).ok())
    }

    /// A required position in a document.
    ///
    /// # Errors
    /// If it is missing or invalid.
    pub fn position(&self, key: &str) -> Result<Position> {
        let what = "位置（含 line 和 character 的对象）";
        let read = |value: &Value| serde_json::from_value(value.clone()).ok();
        self.optional(key, what, read)?.ok_or_else(|| self.missing(key, what))
    }

    /// A required text, trimmed.
    ///
    /// # Errors
    /// If it is missing, blank or not a string; `what` names it in the message.
    pub fn text(&self, key: &str, what: &str) -> Result<String> {
        let text = self.optional_text(key)?.map(|text| text.trim().to_owned());
        text.filter(|text| !text.is_empty()).ok_or_else(|| self.missing(key, what))
    }

    /// An optional text.
    ///
    /// # Errors
    /// If it is not a string.
    pub fn optional_text(&self, key: &str) -> Result<Option<String>> {
        self.optional(key, "字符串", |value| value.as_str().map(str::to_owned))
    }

    /// An optional year.
    ///
    /// # Errors
    /// If it is invalid.
    pub fn optional_year(&self, key: &str) -> Result<Option<u16>> {
        let year = |value: &Value| u16::try_from(value.as_u64()?).ok().filter(|year| (1000..=9999).contains(year));
        self.optional(key, "四位数的年份（整数）", year)
    }

    /// A required number that is not negative.
    ///
    /// # Errors
    /// If it is missing, no such number or too large; `what` names it in the message.
    pub fn number<T: TryFrom<u64>>(&self, key: &str, what: &str) -> Result<T> {
        let number = |value: &Value| T::try_from(value.as_u64()?).ok();
        self.optional(key, what, number)?.ok_or_else(|| self.missing(key, what))
    }

    /// A required list.
    ///
    /// # Errors
    /// If it is missing or invalid; `what` names it in the message.
    pub fn list<T: DeserializeOwned>(&self, key: &str, what: &str) -> Result<Vec<T>> {
        let list = |value: &Value| Vec::deserialize(value).ok();
        self.optional(key, what, list)?.ok_or_else(|| self.missing(key, what))
    }

    /// An optional flag, off by default.
    ///
    /// # Errors
    /// If it is neither true nor false.
    pub fn flag(&self, key: &str) -> Result<bool> {
        Ok(self.optional(key, "true 或 false", Value::as_bool)?.unwrap_or(false))
    }

    fn optional<T>(&self, key: &str, what: &str, read: impl FnOnce(&Value) -> Option<T>) -> Result<Option<T>> {
        match self.object.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                read(value).map(Some).ok_or_else(|| self.refused(format!("参数 {key} 应为{what}，现为 {value}")))
            }
        }
    }

    fn missing(&self, key: &str, what: &str) -> Refused {
        self.refused(format!("缺少参数 {key}（{what}）"))
    }

    /// Why these arguments cannot be served, with the command's name.
    pub fn refused(&self, why: impl AsRef<str>) -> Refused {
        Refused(format!("{}：{}", self.command, why.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said<T: std::fmt::Debug>(answer: Result<T>) -> String {
        answer.unwrap_err().0
    }

    #[test]
    fn what_is_wrong_is_said() {
        let of = |value: Value| CommandArguments::of("c", vec![value]);
        assert!(said(of(json!(1))).starts_with("c：arguments 应只有一个对象"));
        assert!(said(CommandArguments::of("c", vec![json!({}), json!({})])).starts_with("c：arguments 应只有一个对象"));
        let none = CommandArguments::of("c", Vec::new()).unwrap();
        assert_eq!(said(none.url("uri")), "c：缺少参数 uri（文档的地址）");
        assert_eq!(none.optional_year("year"), Ok(None));
        let wrong = of(json!({"uri": "x", "year": 20240, "organ": " ", "edition": "2021", "position": {"line": -1}}));
        let wrong = wrong.unwrap();
        assert_eq!(said(wrong.url("uri")), "c：参数 uri 应为地址（URI），现为 \"x\"");
        assert_eq!(said(wrong.optional_year("year")), "c：参数 year 应为四位数的年份（整数），现为 20240");
        assert_eq!(said(wrong.optional_year("edition")), "c：参数 edition 应为四位数的年份（整数），现为 \"2021\"");
        assert_eq!(said(wrong.text("organ", "机关名称")), "c：缺少参数 organ（机关名称）");
        assert!(said(wrong.position("position")).starts_with("c：参数 position 应为位置"));
    }
}
