//! What is on a page: characters and straight lines, by their places.
//!
//! Places are in points, x to the right and y upwards, turned so that most of the text runs from left to right.

use smol_str::SmolStr;

/// A character on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// Its left end.
    pub x: f64,
    /// Its base line.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// The size of its font.
    pub size: f64,
    /// What it is.
    pub text: SmolStr,
    /// Into which of the four directions its text runs, in quarters of a turn to the left.
    pub turn: u8,
    /// Its place among those of the page as they are drawn, which is most often as they are read.
    pub order: usize,
}

impl Glyph {
    /// The middle of the character.
    pub fn centre(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.size * 0.35)
    }
}

/// A horizontal or vertical line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Whether it runs from left to right.
    pub is_horizontal: bool,
    /// Its y if it is horizontal, its x if not.
    pub at: f64,
    /// Its smaller end.
    pub from: f64,
    /// Its larger end.
    pub to: f64,
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its characters, in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Its lines.
    pub rules: Vec<Rule>,
    /// How many pictures are on it.
    pub pictures: usize,
    /// How many characters are struck out.
    pub struck: usize,
}

/// Through so many pieces of a page a line is drawn at most; more of them are no corrections.
const MOST_STRUCK: usize = 500;

impl Page {
    /// Turns the page so that most of its text runs from left to right, and leaves out the rest: watermarks and the like.
    pub fn turn(&mut self) {
        let count = |turn: u8| self.glyphs.iter().filter(|glyph| glyph.turn == turn).count();
        let turn = (0..4).rev().max_by_key(|turn| count(*turn)).unwrap_or(0);
        self.glyphs.retain(|glyph| glyph.turn == turn);
        if turn == 0 {
            return;
        }
        for glyph in &mut self.glyphs {
            (glyph.x, glyph.y) = turned((glyph.x, glyph.y), turn);
        }
        for rule in &mut self.rules {
            let ends = [rule.from, rule.to]
                .map(|along| turned(if rule.is_horizontal { (along, rule.at) } else { (rule.at, along) }, turn));
            let [first, second] = ends;
            *rule = Rule::between(first, second).unwrap_or(*rule);
        }
    }
}

impl Page {
    /// Empties the characters that are struck out, as what is deleted in a document with tracked changes, and leaves out the
    /// lines through them. Their places stay taken, so that what stands around them is no column.
    pub fn strike(&mut self) {
        let mut through: Vec<Rule> = self.rules.iter().filter(|rule| rule.is_horizontal).copied().collect();
        through.sort_by(|one, other| one.at.total_cmp(&other.at));
        let mut struck: Vec<Rule> = Vec::new();
        for glyph in &mut self.glyphs {
            let (low, high) = (glyph.y + glyph.size * 0.15, glyph.y + glyph.size * 0.5);
            let first = through.partition_point(|rule| rule.at < low);
            let mut lines = through.iter().skip(first).take_while(|rule| rule.at <= high);
            let x = glyph.centre().0;
            if let Some(line) = lines.find(|rule| (rule.from..=rule.to).contains(&x)) {
                struck.extend(Some(*line).filter(|line| struck.last() != Some(line)));
                glyph.text = SmolStr::default();
                self.struck += 1;
            }
        }
        if !struck.is_empty() && struck.len() <= MOST_STRUCK {
            self.rules.retain(|rule| !struck.contains(rule));
        }
    }
}

impl Rule {
    /// The line between two points; `None` if it is neither horizontal nor vertical.
    pub fn between(first: (f64, f64), second: (f64, f64)) -> Option<Self> {
        const SLANT: f64 = 0.5;
        let rule = |is_horizontal, at, one: f64, other: f64| Rule {
            is_horizontal,
            at,
            from: one.min(other),
            to: one.max(other),
        };
        if (first.1 - second.1).abs() <= SLANT {
            Some(rule(true, f64::midpoint(first.1, second.1), first.0, second.0))
        } else if (first.0 - second.0).abs() <= SLANT {
            Some(rule(false, f64::midpoint(first.0, second.0), first.1, second.1))
        } else {
            None
        }
    }
}

/// A point of a page that is turned back by quarters.
fn turned((x, y): (f64, f64), turn: u8) -> (f64, f64) {
    match turn {
        1 => (y, -x),
        2 => (-x, -y),
        3 => (-y, x),
        _ => (x, y),
    }
}
