//! The JSON schema of `nianbao.toml`, for editors that complete and check TOML. A test compares its keys with those of
//! the reader.

use super::keys::Level;
use crate::edition;
use crate::edition::body::BodyLevel;
use crate::rules::group::names;
use crate::rules::{GROUPS, Profile, RULES};
use crate::syntax::Layout;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// 检查政府信息公开工作年度报告的程序 nianbao 的项目设置文件 nianbao.toml。
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "nianbao.toml")]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct File {
    /// 以另一个设置文件为基础：相对于本文件的路径。那里的设置如同写在本文件中，本文件另有规定的从其规定。
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    extends: Option<String>,
    /// 报告应使用的格式版本。auto：按报告年度和表格自行判断；2019、2021：一律按这一版检查。
    edition: Edition,
    /// 报告机关的层级，决定哪些规则适用。auto：按标题中的机关名称判断。
    body: Body,
    /// 没有另行设置级别的规则怎样报告。strict：提示和信息也作警告；standard：按规则自己的级别；quiet：只报错误和警告。
    profile: ProfileName,
    /// 插入表格时使用的版式。auto：与草稿已有的表格相同，没有的按文件类型。
    layout: Choice,
    /// 对齐表格时，中文引号“”‘’是否按两列宽计算。多数中文字体中为两列。
    wide_quotes: bool,
    /// 编辑器中是否在合计旁显示计算结果。
    inlay_hints: bool,
    /// 检查文件夹时查找的文件，写法同 .gitignore，相对于本文件所在的文件夹。不写时为 .md .markdown .txt .tsv .html .htm .docx .xlsx .pdf。
    #[serde(skip_serializing_if = "Vec::is_empty")]
    include: Vec<String>,
    /// 检查文件夹时略过的文件和文件夹，写法同 .gitignore，相对于本文件所在的文件夹。下级文件夹有自己的 nianbao.toml 也一样略过。在命令行上直接写出的文件不受此限。
    exclude: Vec<String>,
    /// 各规则的级别，不写的按 profile。off 表示不检查。分组的名称代表组内的全部规则，规则自己的名称优先。
    rules: Rules,
    /// 改名的机关：现用名称的报告，按原来的名称也查找上一年度的报告，核对上年结转等。
    renamed: Vec<Renamed>,
    /// 合并的机关：合并后的第一份报告不与上一年度的核对。
    merged: Vec<Merged>,
    /// 例外：这些文件不用这些规则检查。
    except: Vec<Except>,
}

impl Default for File {
    fn default() -> Self {
        File {
            extends: None,
            edition: Edition,
            body: Body,
            profile: ProfileName,
            layout: Choice,
            wide_quotes: true,
            inlay_hints: true,
            include: Vec::new(),
            exclude: Vec::new(),
            rules: Rules(BTreeMap::new()),
            renamed: Vec::new(),
            merged: Vec::new(),
            except: Vec::new(),
        }
    }
}

/// 一次改名
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(dead_code, reason = "read by nobody: it stands for its schema")]
struct Renamed {
    /// 原来的名称，与报告标题中的相同。
    from: String,
    /// 现用的名称，与报告标题中的相同。
    to: String,
}

/// 一次合并
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(dead_code, reason = "read by nobody: it stands for its schema")]
struct Merged {
    /// 合并后的机关，名称与报告标题中的相同。
    into: String,
    /// 合并后第一份报告的年度。
    year: u16,
}

/// 一项例外
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(dead_code, reason = "read by nobody: it stands for its schema")]
struct Except {
    /// 适用的文件，写法同 .gitignore，相对于本文件所在的文件夹。
    files: Vec<String>,
    /// 不用的规则或分组；不写时为全部规则。
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rules: Vec<RuleName>,
}

/// Declares the value of a key that is one of a few words: the default, and the schema of all of them.
macro_rules! word {
    ($(#[$doc:meta])* $name:ident, $default:expr, $schema:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        struct $name;

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($default)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

word! {
    /// `"auto"` or the year of an edition.
    Edition, "auto", {
        let years = edition::editions().iter().map(|edition| serde_json::Value::from(edition.year));
        let values: Vec<serde_json::Value> = std::iter::once("auto".into()).chain(years).collect();
        json_schema!({ "enum": values })
    }
}

word! {
    /// `"auto"` or the level of a body.
    Body, "auto", words(std::iter::once("auto").chain(BodyLevel::ALL.map(BodyLevel::name)))
}

word! {
    /// `"auto"` or the name of a layout.
    Choice, "auto", words(std::iter::once("auto").chain(Layout::ALL.map(Layout::name)))
}

word! {
    /// The name of a profile.
    ProfileName, Profile::default().name(), words(Profile::ALL.map(Profile::name))
}

/// The schema of one of these words.
fn words(words: impl IntoIterator<Item = &'static str>) -> Schema {
    let words: Vec<&str> = words.into_iter().collect();
    json_schema!({ "type": "string", "enum": words })
}

/// Rules with their levels.
#[derive(Debug, Serialize)]
struct Rules(BTreeMap<&'static str, Level>);

impl JsonSchema for Rules {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Rules".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<Level>().to_value();
        let mut properties = serde_json::Map::new();
        for group in GROUPS {
            let mut of_group = level.clone();
            if let Some(of_group) = of_group.as_object_mut() {
                of_group.insert("description".into(), format!("分组：{}", group.title).into());
            }
            properties.insert(group.name.into(), of_group);
        }
        for rule in RULES {
            let mut of_rule = level.clone();
            if let Some(of_rule) = of_rule.as_object_mut() {
                of_rule.insert("description".into(), rule.title.into());
                of_rule.insert("default".into(), rule.severity.name().into());
            }
            properties.insert(rule.name.into(), of_rule);
        }
        json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
    }
}

/// The name of a rule.
#[derive(Debug, Serialize)]
#[allow(dead_code, reason = "read by nobody: it stands for its schema")]
struct RuleName(&'static str);

impl JsonSchema for RuleName {
    fn schema_name() -> Cow<'static, str> {
        "RuleName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        words(names())
    }
}

/// The schema as a JSON text, ending in a line end.
pub fn schema() -> String {
    // TOML extensions of editors read draft 7.
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<File>();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
