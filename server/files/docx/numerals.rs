//! Numbers as the formats of lists write them.

/// A number in a format of lists; empty for bullets and for formats without a number.
pub(super) fn written(format: &str, number: u32) -> String {
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "upperLetter" => letters(number, 'A'),
        "lowerLetter" => letters(number, 'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_ascii_lowercase(),
        "decimalFullWidth" | "decimalFullWidth2" => {
            number.to_string().chars().map(|digit| shifted('０', digit as u32 - '0' as u32)).collect()
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match number {
            0 => "⓪".to_owned(),
            1..=20 => shifted('①', number - 1).into(),
            21..=35 => shifted('㉑', number - 21).into(),
            36..=50 => shifted('㊱', number - 36).into(),
            _ => number.to_string(),
        },
        "decimalEnclosedFullstop" if (1..=20).contains(&number) => shifted('⒈', number - 1).into(),
        "decimalEnclosedParen" if (1..=20).contains(&number) => shifted('⑴', number - 1).into(),
        "ideographEnclosedCircle" if (1..=10).contains(&number) => shifted('㊀', number - 1).into(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => counted(number, &PLAIN),
        "chineseLegalSimplified" => counted(number, &LEGAL),
        "ideographLegalTraditional" | "japaneseLegal" => counted(number, &LEGAL_TRADITIONAL),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            let digit = |digit: char| digits(&PLAIN).nth(digit as usize - '0' as usize).filter(|it| *it != '零');
            number.to_string().chars().map(|it| digit(it).unwrap_or('〇')).collect()
        }
        "ideographTraditional" => one_of("甲乙丙丁戊己庚辛壬癸", number),
        "ideographZodiac" => one_of("子丑寅卯辰巳午未申酉戌亥", number),
        "ideographZodiacTraditional" if (1..=60).contains(&number) => {
            let in_circle = |names: &str, length: u32| names.chars().nth(((number - 1) % length) as usize);
            let stem = in_circle("甲乙丙丁戊己庚辛壬癸", 10);
            stem.into_iter().chain(in_circle("子丑寅卯辰巳午未申酉戌亥", 12)).collect()
        }
        _ => number.to_string(),
    }
}

/// The words of a way to count: the ten digits, and ten, hundred and thousand.
struct Counting {
    digits: &'static str,
    units: &'static str,
    /// Whether ten is written without a one before it.
    bare_ten: bool,
}

const PLAIN: Counting = Counting { digits: "零一二三四五六七八九", units: "十百千", bare_ten: true };
const LEGAL: Counting = Counting { digits: "零壹贰叁肆伍陆柒捌玖", units: "拾佰仟", bare_ten: false };
const LEGAL_TRADITIONAL: Counting =
    Counting { digits: "零壹貳參肆伍陸柒捌玖", units: "拾佰仟", bare_ten: false };

fn digits(counting: &Counting) -> impl Iterator<Item = char> + use<> {
    counting.digits.chars()
}

/// A number in Chinese: 二十三, 一百零五. Numbers from ten thousand on are written in digits, as no list has so many.
fn counted(number: u32, counting: &Counting) -> String {
    if number == 0 || number >= 10_000 {
        return if number == 0 { "〇".to_owned() } else { number.to_string() };
    }
    let mut written = String::new();
    let mut has_gap = false;
    for (power, unit) in [(1000, Some(2)), (100, Some(1)), (10, Some(0)), (1, None)] {
        let digit = number / power % 10;
        if digit == 0 {
            has_gap = !written.is_empty();
            continue;
        }
        if has_gap {
            written.extend(digits(counting).next());
            has_gap = false;
        }
        if !(counting.bare_ten && number < 20 && power == 10) {
            written.extend(digits(counting).nth(digit as usize));
        }
        written.extend(unit.and_then(|unit| counting.units.chars().nth(unit)));
    }
    written
}

/// A, B, …, Z, AA, BB, …; digits where that would be long.
fn letters(number: u32, first: char) -> String {
    const LONGEST: u32 = 10;
    match number.checked_sub(1) {
        Some(index) if index / 26 < LONGEST => {
            let letter = shifted(first, index % 26);
            (0..=index / 26).map(|_| letter).collect()
        }
        _ => number.to_string(),
    }
}

fn roman(number: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number >= 4000 {
        return number.to_string();
    }
    let (mut rest, mut written) = (number, String::new());
    for (value, letters) in PARTS {
        while rest >= value {
            written.push_str(letters);
            rest -= value;
        }
    }
    written
}

/// One of some names; digits behind the last.
fn one_of(names: &str, number: u32) -> String {
    let name = number.checked_sub(1).and_then(|index| names.chars().nth(index as usize));
    name.map_or_else(|| number.to_string(), String::from)
}

/// The character so many places behind another.
fn shifted(first: char, by: u32) -> char {
    char::from_u32(first as u32 + by).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_are_written_as_lists_write_them() {
        for (format, number, expected) in [
            ("decimal", 12, "12"),
            ("decimalZero", 3, "03"),
            ("chineseCounting", 6, "六"),
            ("chineseCountingThousand", 10, "十"),
            ("chineseCountingThousand", 12, "十二"),
            ("japaneseCounting", 23, "二十三"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1005, "一千零五"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographDigital", 20, "二〇"),
            ("ideographTraditional", 2, "乙"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("ideographZodiacTraditional", 2, "乙丑"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircleChinese", 21, "㉑"),
            ("decimalEnclosedCircle", 36, "㊱"),
            ("decimalEnclosedParen", 1, "⑴"),
            ("decimalEnclosedFullstop", 2, "⒉"),
            ("ideographEnclosedCircle", 10, "㊉"),
            ("decimalFullWidth", 10, "１０"),
            ("upperLetter", 28, "BB"),
            ("lowerLetter", u32::MAX, "4294967295"),
            ("upperRoman", 14, "XIV"),
            ("lowerRoman", 4, "iv"),
            ("bullet", 1, ""),
            ("none", 1, ""),
        ] {
            assert_eq!(written(format, number), expected, "{format} {number}");
        }
    }
}
