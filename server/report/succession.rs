//! Bodies that were renamed or merged: which reports of the year before a report goes on from.

use super::key::Key;
use crate::text::fold::fold;

/// The bodies that are known to have been renamed or merged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Succession {
    /// The changes of names.
    renamed: Vec<Renaming>,
    /// The first reports of bodies after a merger.
    merged: Vec<Key>,
}

/// A change of a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Renaming {
    /// The former name, folded.
    from: String,
    /// The name after it, folded.
    to: String,
    /// The name after it, as it was given.
    printed: String,
}

impl Succession {
    /// Adds that a body was renamed.
    pub fn rename(&mut self, from: &str, to: &str) {
        self.renamed.push(Renaming { from: fold(from), to: fold(to), printed: to.to_owned() });
    }

    /// Adds that a body is the result of a merger, and `year` is the year of its first report after that.
    pub fn merge(&mut self, into: &str, year: u16) {
        self.merged.push(Key::new(into, year));
    }

    /// The keys of the reports that the report with a key goes on from: those for the year before under the body's name
    /// and its former ones; none for the first report after a merger.
    pub fn before(&self, key: &Key) -> Vec<Key> {
        if self.merged.contains(key) {
            return Vec::new();
        }
        self.under_all_names(key.clone().before(), |it, name| (it.to == name).then_some(&it.from))
    }

    /// The keys of the reports that go on from the report with a key.
    pub fn after(&self, key: &Key) -> Vec<Key> {
        let mut after = self.under_all_names(key.clone().after(), |it, name| (it.from == name).then_some(&it.to));
        after.retain(|key| !self.merged.contains(key));
        after
    }

    /// The name that a body of this name has now; the same one if it was never renamed.
    pub fn name_now<'a>(&'a self, organ: &'a str) -> &'a str {
        let mut name = organ;
        // No more steps than there are changes: a body may have got its first name again.
        for _ in &self.renamed {
            let folded = fold(name);
            let Some(next) = self.renamed.iter().find(|it| it.from == folded) else { break };
            name = &next.printed;
        }
        name
    }

    /// A key, and the same one under the names to which `other` leads, over several changes of the name, too.
    fn under_all_names<'a>(&'a self, key: Key, other: impl Fn(&'a Renaming, &str) -> Option<&'a String>) -> Vec<Key> {
        let year = key.year;
        let mut keys = vec![key];
        let mut at = 0;
        while let Some(Key { organ, .. }) = keys.get(at).cloned() {
            for name in self.renamed.iter().filter_map(|names| other(names, &organ)) {
                if keys.iter().all(|known| known.organ != *name) {
                    keys.push(Key { organ: name.clone(), year });
                }
            }
            at += 1;
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(keys: &[Key]) -> Vec<(&str, u16)> {
        keys.iter().map(|key| (key.organ.as_str(), key.year)).collect()
    }

    #[test]
    fn a_body_has_all_its_names_in_the_year_before() {
        let mut succession = Succession::default();
        let [first, second, third] = ["云溪县国土局", "云溪县国土资源局", "云溪县自然资源局"];
        assert_eq!(names(&succession.before(&Key::new(third, 2024))), [(third, 2023)]);
        succession.rename("云溪縣 國土資源局", third);
        succession.rename(first, second);
        assert_eq!(names(&succession.before(&Key::new(third, 2024))), [(third, 2023), (second, 2023), (first, 2023)]);
        assert_eq!(names(&succession.before(&Key::new(first, 2024))), [(first, 2023)]);
        assert_eq!(
            [first, third, "云溪县水务局"].map(|name| succession.name_now(name)),
            [third, third, "云溪县水务局"]
        );
        assert_eq!(names(&succession.after(&Key::new(first, 2022))), [(first, 2023), (second, 2023), (third, 2023)]);
        // A body may get its first name again.
        succession.rename(third, first);
        assert_eq!(succession.before(&Key::new(third, 2024)).len(), 3);
    }

    #[test]
    fn a_merged_body_begins_anew_once() {
        let mut succession = Succession::default();
        succession.merge("云溪县文化和旅游局", 2024);
        let of = |year| Key::new("云溪县文化和旅游局", year);
        assert_eq!(succession.before(&of(2024)), []);
        assert_eq!(succession.before(&of(2025)), [of(2024)]);
        assert_eq!(succession.before(&of(2023)), [of(2022)]);
        assert_eq!(succession.after(&of(2023)), []);
        assert_eq!(succession.after(&of(2024)), [of(2025)]);
    }
}
