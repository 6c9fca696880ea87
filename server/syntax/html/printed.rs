//! The characters that a piece of HTML prints, with a map back to its source.

use std::ops::Range;

/// A printed text that maps each of its characters to the source.
#[derive(Debug, Default)]
pub struct Printed {
    text: String,
    runs: Vec<Run>,
}

/// Printed characters that are contiguous in the source.
#[derive(Debug)]
struct Run {
    /// Where it begins in the printed text.
    at: usize,
    /// Its bytes in the source.
    source: Range<usize>,
    /// Whether each of its characters takes as many bytes in the source as when printed; otherwise the run is a single
    /// character.
    even: bool,
}

impl Printed {
    /// A text printed exactly as it stands in the source, from its beginning.
    pub fn plain(text: &str) -> Self {
        let mut printed = Printed::default();
        printed.push_str(text, 0);
        printed
    }

    /// What is printed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The printed text alone.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Adds a character printed from `source`: an entity, or an empty range.
    pub fn push(&mut self, c: char, source: Range<usize>) {
        self.run(c.len_utf8() == source.len(), source);
        self.text.push(c);
    }

    /// Adds a text printed exactly as it stands in the source, from the byte `start`.
    pub fn push_str(&mut self, text: &str, start: usize) {
        self.run(true, start..start + text.len());
        self.text.push_str(text);
    }

    /// Sets the source of the characters added next.
    fn run(&mut self, even: bool, source: Range<usize>) {
        match self.runs.last_mut() {
            Some(last) if even && last.even && last.source.end == source.start => last.source.end = source.end,
            _ => self.runs.push(Run { at: self.text.len(), source, even }),
        }
    }

    /// Empties it, keeping its memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.runs.clear();
    }

    /// The source bytes from the first to the last character of a part, which must not be empty.
    pub fn source(&self, part: Range<usize>) -> Range<usize> {
        let start = self.character(part.start).map_or(0, |(run, offset)| run.source.start + offset);
        let end = self.character(part.end.saturating_sub(1)).map_or(0, |(run, offset)| match run.even {
            true => run.source.start + offset + 1,
            false => run.source.end,
        });
        start..end.max(start)
    }

    /// The run of a printed byte, and the byte's offset in that run's source.
    fn character(&self, at: usize) -> Option<(&Run, usize)> {
        let run = self.runs[..self.runs.partition_point(|run| run.at <= at)].last()?;
        Some((run, if run.even { at - run.at } else { 0 }))
    }

    /// The characters, each with its bytes in the source.
    pub fn characters(&self) -> impl Iterator<Item = (char, Range<usize>)> {
        let mut runs = self.runs.iter().peekable();
        let mut run = None;
        self.text.char_indices().filter_map(move |(at, c)| {
            while let Some(next) = runs.next_if(|next| next.at <= at) {
                run = Some(next);
            }
            let run: &Run = run?;
            let start = run.source.start + at - run.at;
            Some((c, if run.even { start..start + c.len_utf8() } else { run.source.clone() }))
        })
    }
}
