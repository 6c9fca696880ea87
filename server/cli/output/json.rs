//! `json`: one array over all files, one finding per line. Columns are characters, offsets are bytes of the UTF-8 text.

use super::file::File;
use super::record;

/// The findings of a file as items of the array.
pub fn render(file: &File<'_>) -> String {
    record::render(file, ",\n")
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn the_shape_is_the_documented_one() {
        let findings = [samples::finding()];
        let file = samples::file(samples::TEXT, &findings);
        insta::assert_snapshot!(render(&file).replace("\"notes\"", "\n\"notes\"").replace("\"fixes\"", "\n\"fixes\""), @r#"
        {"file":"报告.md","rule":"row-total","severity":"error","message":"“总计”应为 292，表中为 291","range":{"start":{"line":2,"column":22,"offset":95},"end":{"line":2,"column":25,"offset":98}},"report":0,
        "notes":[{"message":"自然人","range":{"start":{"line":2,"column":11,"offset":84},"end":{"line":2,"column":14,"offset":87}}},{"message":"法人或其他组织","range":{"start":{"line":2,"column":17,"offset":90},"end":{"line":2,"column":21,"offset":94}}},{"message":"自然人 266 + 法人或其他组织 26 = 292","range":{"start":{"line":2,"column":22,"offset":95},"end":{"line":2,"column":25,"offset":98}}}],
        "fixes":[{"title":"改为 292","safe":false,"edits":[{"range":{"start":{"line":2,"column":22,"offset":95},"end":{"line":2,"column":25,"offset":98}},"text":"292"}]}]}
        "#);
    }
}
