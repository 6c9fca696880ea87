//! The trigger characters of completion.
//!
//! An editor needs them before anything else, so they are stored in a file: computing them from the editions would take
//! most of the server's start-up time.

/// The trigger characters: those that begin or continue labels, headings and sentences, letters for pinyin, and what
/// precedes the cell of a total.
pub fn trigger_characters() -> Vec<char> {
    include_str!("triggers.txt").chars().filter(|c| *c != '\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition;
    use crate::text::variants::simplified;
    use std::collections::BTreeSet;

    /// The characters, computed from the editions.
    fn computed() -> Vec<char> {
        let mut characters: BTreeSet<char> = ('a'..='z').chain(['#', '|', '>', '\t', ' ', '《', '（']).collect();
        for edition in edition::editions() {
            let titles = edition.sections.iter().map(|section| format!("{}、{}", section.ordinal, section.title));
            let rows = edition.forms.iter().flat_map(|form| &form.rows).map(|row| row.label().to_owned());
            let banners = edition.forms.iter().filter_map(|form| form.banner.as_ref()).map(|it| it.text.clone());
            let names = edition.title.short.iter().flat_map(|name| name.chars());
            let year = edition.title.canonical.chars().chain(['年']).chain(names);
            let sentences = edition.sentences.iter().flat_map(|sentence| sentence.name.chars());
            characters.extend(titles.chain(rows).chain(banners).flat_map(|text| text.chars().collect::<Vec<_>>()));
            characters.extend(year.chain(sentences));
        }
        let traditional =
            ('\u{4e00}'..='\u{9fff}').filter(|c| simplified(*c) != *c && characters.contains(&simplified(*c)));
        characters.extend(traditional.collect::<Vec<_>>());
        // Sentences end in these, rows and headings never begin with them, and figures are typed without completion.
        characters.retain(|c| !c.is_ascii_digit() && !matches!(c, '.' | '，' | '。' | '：' | '；' | '”'));
        characters.into_iter().collect()
    }

    #[test]
    fn the_file_has_what_the_editions_have() {
        let computed = computed();
        if std::env::var_os("UPDATE").is_some() {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/server/ide/completion/triggers.txt");
            std::fs::write(file, computed.iter().collect::<String>() + "\n").unwrap();
            return;
        }
        assert_eq!(trigger_characters(), computed, "UPDATE=1 cargo test --lib triggers writes the file");
    }
}
