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

/// A picture, by the rectangle around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Picture {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its characters, in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Its lines.
    pub rules: Vec<Rule>,
    /// The pictures on it, in the order in which they are drawn.
    pub pictures: Vec<Picture>,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
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
        for picture in &mut self.pictures {
            let corners = [(picture.left, picture.bottom), (picture.right, picture.top)];
            *picture = Picture::around(&corners.map(|corner| turned(corner, turn)));
        }
        if turn % 2 == 1 {
            std::mem::swap(&mut self.width, &mut self.height);
        }
    }

    /// The pictures that are large enough to be a table, from top to bottom: half as wide as the page, and a twelfth of its
    /// width high. Seals and logos are smaller, and what text stands on is a background. A picture may be drawn in strips. Their
    /// borders are left out.
    pub fn large_pictures(&self) -> Vec<Picture> {
        const WIDE: f64 = 1.0 / 2.0;
        const HIGH: f64 = 1.0 / 12.0;
        const MOST_CHARACTERS: usize = 10;
        let is_on = |picture: &Picture, glyph: &&Glyph| {
            let (x, y) = glyph.centre();
            (picture.left..=picture.right).contains(&x) && (picture.bottom..=picture.top).contains(&y)
        };
        let mut large = strips_joined(&self.pictures);
        large.retain(|it| it.right - it.left >= self.width * WIDE && it.top - it.bottom >= self.width * HIGH);
        large.truncate(MOST_LARGE);
        large.iter_mut().for_each(Picture::shrink);
        large.retain(|it| self.glyphs.iter().filter(|glyph| is_on(it, glyph)).count() <= MOST_CHARACTERS);
        large
    }
}

/// So many large pictures of a page are looked at.
const MOST_LARGE: usize = 100;

/// Pictures from top to bottom, those that go on right below another one as one with it.
fn strips_joined(pictures: &[Picture]) -> Vec<Picture> {
    const NEAR: f64 = 1.0;
    let mut sorted = pictures.to_vec();
    let is_near = |one: f64, other: f64| (one - other).abs() <= NEAR;
    sorted.sort_by(|one, other| {
        let columns = one.left.total_cmp(&other.left).then(one.right.total_cmp(&other.right));
        columns.then(other.top.total_cmp(&one.top))
    });
    let mut joined: Vec<Picture> = Vec::new();
    for next in sorted {
        match joined.last_mut() {
            Some(last)
                if is_near(last.left, next.left)
                    && is_near(last.right, next.right)
                    && is_near(last.bottom, next.top) =>
            {
                last.bottom = last.bottom.min(next.bottom);
            }
            _ => joined.push(next),
        }
    }
    joined.sort_by(|one, other| other.top.total_cmp(&one.top));
    joined
}

impl Picture {
    /// The rectangle around some points.
    pub fn around(points: &[(f64, f64)]) -> Self {
        let (x, y) = (|| points.iter().map(|point| point.0), || points.iter().map(|point| point.1));
        Picture {
            left: x().fold(f64::INFINITY, f64::min),
            right: x().fold(f64::NEG_INFINITY, f64::max),
            top: y().fold(f64::NEG_INFINITY, f64::max),
            bottom: y().fold(f64::INFINITY, f64::min),
        }
    }

    /// Leaves out a tenth at its top and at its bottom: it may have white borders, on which the lines around it stand.
    fn shrink(&mut self) {
        let border = (self.top - self.bottom) / 10.0;
        (self.top, self.bottom) = (self.top - border, self.bottom + border);
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
