//! Merges what one edition says into what all editions share.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use toml::map::Entry;

/// The keys that identify an entry of an array.
const NAMES: [&str; 2] = ["id", "rule"];

/// Merges the table `above` into `below`: its keys are added or, level by level, replace those below.
///
/// Arrays of named entries are merged entry by entry. A new entry is inserted behind the entry that precedes it in
/// `above`, or first if none does.
pub(super) fn lay_over<'a>(below: &mut DeTable<'a>, above: DeTable<'a>) {
    for (key, value) in above {
        match below.entry(key) {
            Entry::Vacant(place) => {
                place.insert(value);
            }
            Entry::Occupied(mut place) => match (place.get_mut().get_mut(), value.into_inner()) {
                (DeValue::Table(below), DeValue::Table(above)) => lay_over(below, above),
                (DeValue::Array(below), DeValue::Array(above)) if above.first().and_then(name).is_some() => {
                    join(below, above);
                }
                (below, above) => *below = above,
            },
        }
    }
}

fn join<'a>(below: &mut DeArray<'a>, above: DeArray<'a>) {
    let mut next = 0;
    for entry in above {
        let known = below.iter().position(|other| name(other) == name(&entry));
        if let Some(DeValue::Table(below)) = known.and_then(|at| below.get_mut(at)).map(Spanned::get_mut) {
            if let DeValue::Table(above) = entry.into_inner() {
                lay_over(below, above);
            }
        } else {
            below.push(entry);
            below.split_at_mut(next).1.rotate_right(1);
        }
        next = known.unwrap_or(next) + 1;
    }
}

/// The name that identifies an entry of an array.
fn name<'a>(entry: &'a Spanned<DeValue<'_>>) -> Option<&'a str> {
    NAMES.iter().find_map(|key| entry.get_ref().get(*key)?.get_ref().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use toml::Table;
    use toml::de::Deserializer;

    fn table(text: &str) -> Table {
        text.parse().unwrap()
    }

    fn laid_over(below: &str, above: &str) -> Table {
        let mut below = DeTable::parse(below).unwrap();
        lay_over(below.get_mut(), DeTable::parse(above).unwrap().into_inner());
        Table::deserialize(Deserializer::from(below)).unwrap()
    }

    #[test]
    fn keys_are_added_and_replaced() {
        let below = "year = 1\nwords = ['a', 'b']\ntitle = { short = 'a', long = 'b' }";
        let above = "words = ['c']\ntitle.long = 'c'\nlast = 2";
        let expected = "year = 1\nwords = ['c']\ntitle = { short = 'a', long = 'c' }\nlast = 2";
        assert_eq!(laid_over(below, above), table(expected));
        assert_eq!(laid_over("words = ['a']", "words = []"), table("words = []"));
    }

    #[test]
    fn entries_are_laid_over_their_namesakes() {
        let below = "forms = [{ id = 'a', rows = [{ id = 'x' }, { id = 'y', law = 'old' }] }, { id = 'b' }]";
        let above = "forms = [{ id = 'a', rows = [{ id = 'y', law = 'new' }] }]";
        let expected = "forms = [{ id = 'a', rows = [{ id = 'x' }, { id = 'y', law = 'new' }] }, { id = 'b' }]";
        assert_eq!(laid_over(below, above), table(expected));
        let equations =
            laid_over("equations = [{ rule = 'sum', total = 'a' }]", "equations = [{ rule = 'sum', words = 'b' }]");
        assert_eq!(equations, table("equations = [{ rule = 'sum', total = 'a', words = 'b' }]"));
    }

    #[test]
    fn a_new_entry_comes_behind_the_one_before_it() {
        let order = |above: &str| -> String {
            let rows = laid_over("rows = [{ id = 'a' }, { id = 'b' }, { id = 'c' }]", above);
            rows["rows"].as_array().unwrap().iter().filter_map(|row| row["id"].as_str()).collect()
        };
        assert_eq!(order("rows = [{ id = 'x' }, { id = 'y' }]"), "xyabc");
        assert_eq!(order("rows = [{ id = 'b' }, { id = 'x' }, { id = 'y' }]"), "abxyc");
        assert_eq!(order("rows = [{ id = 'x' }, { id = 'a' }, { id = 'y' }, { id = 'c' }, { id = 'z' }]"), "xaybcz");
    }
}
