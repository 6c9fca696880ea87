//! The level of the body that issues a report, from its name in the title.

use super::content::Report;
use crate::edition::body::{BodyLevel, bodies};
use crate::text::fold::fold;
use std::sync::LazyLock;

/// The ends and names of `bodies.toml`, folded, the longest first.
struct Endings {
    names: Vec<(String, BodyLevel)>,
    endings: Vec<(String, BodyLevel)>,
    government: Vec<String>,
    own: Vec<String>,
}

static ENDINGS: LazyLock<Endings> = LazyLock::new(|| {
    let longest_first = |mut words: Vec<(String, BodyLevel)>| {
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        words
    };
    let of = |words: &[String], level: BodyLevel| words.iter().map(|word| (fold(word), level)).collect::<Vec<_>>();
    let all = &bodies().bodies;
    Endings {
        names: all.iter().flat_map(|words| of(&words.names, words.level)).collect(),
        endings: longest_first(all.iter().flat_map(|words| of(&words.endings, words.level)).collect()),
        government: bodies().government.words.iter().map(|word| fold(word)).collect(),
        own: bodies().own.words.iter().map(|word| fold(word)).collect(),
    }
});

/// The level of the body of a report, from its title; `None` where that does not tell.
pub fn of(report: &Report) -> Option<BodyLevel> {
    level(report.title.as_ref()?.organ.as_deref()?)
}

/// The level of a body, from its name as printed; `None` where the name does not tell.
pub fn level(organ: &str) -> Option<BodyLevel> {
    let folded = fold(organ);
    let name = without(&folded, &ENDINGS.own);
    let area = without(name, &ENDINGS.government);
    match of_name(area) {
        // Whatever has a government is an area.
        Some(level) if area.len() < name.len() && !level.is_government() => Some(BodyLevel::County),
        None if area.len() < name.len() => None,
        level => level,
    }
}

/// The level of the smallest area named in front of what a body is: 县 for 云溪县水务局.
pub fn seat(organ: &str) -> Option<BodyLevel> {
    /// Where the name of an area ends, and how many characters the name has at least.
    const ENDS: [(char, usize); 9] =
        [('省', 2), ('市', 2), ('州', 2), ('盟', 2), ('县', 1), ('旗', 1), ('区', 2), ('乡', 2), ('镇', 2)];
    let folded = fold(organ);
    let name = without(&folded, &ENDINGS.own);
    let mut smallest = None;
    let mut begin = 0;
    for (at, c) in name.char_indices() {
        let end = at + c.len_utf8();
        let Some((_, least)) = ENDS.iter().find(|(mark, _)| *mark == c) else { continue };
        if end == name.len() || name[begin..at].chars().count() < *least {
            continue;
        }
        if let Some(level) = of_name(&name[begin..end]).filter(|level| level.is_government()) {
            smallest = Some(level);
            begin = end;
        }
    }
    smallest
}

fn without<'a>(name: &'a str, endings: &[String]) -> &'a str {
    let rest = endings.iter().find_map(|ending| name.strip_suffix(ending.as_str()));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

fn of_name(name: &str) -> Option<BodyLevel> {
    let Endings { names, endings, .. } = &*ENDINGS;
    let whole = names.iter().find(|(known, _)| name == known || name.strip_prefix("中华人民共和国") == Some(known));
    let ending = || endings.iter().find(|(ending, _)| name.ends_with(ending.as_str()));
    whole.or_else(ending).map(|(_, level)| *level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_tells_what_it_is() {
        use BodyLevel::{City, County, Department, Ministry, Other, Province, Public, Street, Township};
        for (name, expected) in [
            ("云溪县教育局", Some(Department)),
            ("云溪县人民政府办公室", Some(Department)),
            ("临沅市国有资产监督管理委员会", Some(Department)),
            ("临沅市公安局云溪分局", Some(Department)),
            ("云溪县医疗保障局（本级）", Some(Department)),
            ("云溪县太平镇", Some(Township)),
            ("云溪縣太平鎮人民政府", Some(Township)),
            ("云溪县红石苏木人民政府", Some(Township)),
            ("云溪区东门街道", Some(Street)),
            ("云溪区东门街道办事处", Some(Street)),
            ("云溪县", Some(County)),
            ("云溪区人民政府", Some(County)),
            ("望溪新区人民政府", Some(County)),
            ("临沅市 本级", Some(City)),
            ("临沅地区行政公署", Some(City)),
            ("砚北自治州", Some(City)),
            ("上海市", Some(Province)),
            ("广西壮族自治区", Some(Province)),
            ("教育部", Some(Ministry)),
            ("中华人民共和国商务部", Some(Ministry)),
            ("国家税务总局云溪县税务局", Some(Department)),
            ("云溪县第一中学", Some(Public)),
            ("云溪县人民医院", Some(Public)),
            ("云溪学院", Some(Public)),
            ("云溪工业集中区管理委员会", Some(Other)),
            ("云溪经济技术开发区", Some(Other)),
            ("望溪新区", Some(Other)),
            ("云溪某某", None),
            ("政府", None),
            ("", None),
        ] {
            assert_eq!(level(name), expected, "{name}");
        }
        for words in &bodies().bodies {
            assert_eq!(level(&words.example), Some(words.level));
        }
    }

    #[test]
    fn a_department_has_the_seat_of_its_government() {
        use BodyLevel::{City, County, Province, Township};
        for (name, expected) in [
            ("云溪县水务局", Some(County)),
            ("临沅市望溪区教育局", Some(County)),
            ("云溪县太平镇财政所", Some(Township)),
            ("临沅市市场监督管理局", Some(City)),
            ("临沅市城镇建设局", Some(City)),
            ("临沅市社区矫正管理局", Some(City)),
            ("云岭省乡村振兴局", Some(Province)),
            ("上海市教育委员会", Some(Province)),
            ("市场监督管理局", None),
            ("云溪经济开发区社会事业局", None),
            ("教育局", None),
        ] {
            assert_eq!(seat(name), expected, "{name}");
        }
    }
}
