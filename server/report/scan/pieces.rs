//! Labels and article headings that are broken over several cells.

use super::{Banner, LONGEST_LABEL, Scanner, article, vocabulary};

/// The most pieces that a broken label may have.
const MOST_PIECES: usize = 48;

impl Scanner<'_, '_> {
    /// Recognises an article heading, in one piece or in two.
    pub(super) fn banner(&self, at: usize) -> Option<Banner> {
        let token = &self.tokens[at];
        if let Some(banner) = article::banner(token.folded) {
            return Some(Banner { range: token.source(banner.range), ..banner });
        }
        let first = &self.tokens[*self.pieces.last()?];
        if !first.folded.contains('条') || first.folded.len() + token.folded.len() > LONGEST_LABEL {
            return None;
        }
        let banner = article::banner(&[first.folded, token.folded].concat())?;
        let skipped = banner.range.start.min(first.folded.len());
        let range = first.source(skipped..first.folded.len()).start..token.range().end;
        Some(Banner { range, ..banner })
    }

    /// Tries whether the last pieces and this token together form a label.
    pub(super) fn label_of_pieces(&mut self, at: usize) -> bool {
        if self.pieces.is_empty() {
            return false;
        }
        // How many pieces are short enough together, and where each of them begins.
        let mut length = self.tokens[at].folded.len();
        let pieces = self.pieces.iter().rev().take(MOST_PIECES).take_while(|piece| {
            length += self.tokens[**piece].folded.len();
            length <= LONGEST_LABEL
        });
        let pieces = &self.pieces[self.pieces.len() - pieces.count()..];
        let joined: String = pieces.iter().chain([&at]).map(|piece| self.tokens[*piece].folded).collect();
        let mut start = 0;
        let best = pieces.iter().enumerate().find_map(|(skipped, piece)| {
            let meaning = vocabulary().meaning(&joined[start..]);
            start += self.tokens[*piece].folded.len();
            meaning.map(|meaning| (pieces.len() - skipped, meaning))
        });
        let Some((count, meaning)) = best else { return false };
        let first = self.pieces[self.pieces.len() - count];
        self.scan.unread.truncate(self.scan.unread.partition_point(|piece| *piece < first));
        if !meaning.rows.is_empty() && (meaning.columns.is_empty() || self.begins_values(at)) {
            self.open_row(first..at + 1, &meaning.rows);
        } else {
            self.header(at, &meaning.columns, &joined);
        }
        true
    }
}
