//! Pieces of a text in order, with fast lookup of where each begins.

use std::ops::Range;
use std::sync::Arc;

/// A piece of a text.
pub trait Piece: Clone {
    /// Its length in bytes, at least one.
    fn bytes(&self) -> usize;
}

/// Pieces per chunk. A chunk that reaches twice this is split.
const CHUNK: usize = 128;

/// The pieces of a text, in order. Clones share all pieces, and replacing some copies only their chunks: the cost grows
/// with the replaced pieces and with the number of chunks (all pieces divided by [`CHUNK`]).
#[derive(Debug, Clone)]
pub struct Sequence<T> {
    chunks: Arc<Vec<Chunk<T>>>,
    count: usize,
    bytes: usize,
}

#[derive(Debug, Clone)]
struct Chunk<T> {
    pieces: Arc<[T]>,
    bytes: usize,
}

/// A piece with its index and start.
#[derive(Debug)]
pub struct Placed<'a, T> {
    /// Its index in the sequence.
    pub index: usize,
    /// The byte at which it begins.
    pub start: usize,
    /// The piece.
    pub piece: &'a T,
}

impl<T> Default for Sequence<T> {
    fn default() -> Self {
        Sequence { chunks: Arc::default(), count: 0, bytes: 0 }
    }
}

impl<T: Piece> FromIterator<T> for Sequence<T> {
    fn from_iter<I: IntoIterator<Item = T>>(pieces: I) -> Self {
        let chunks = chunks(pieces.into_iter().collect());
        let count = chunks.iter().map(|chunk| chunk.pieces.len()).sum();
        let bytes = chunks.iter().map(|chunk| chunk.bytes).sum();
        Sequence { chunks: Arc::new(chunks), count, bytes }
    }
}

fn chunks<T: Piece>(pieces: Vec<T>) -> Vec<Chunk<T>> {
    let chunk = |pieces: Vec<T>| Chunk { bytes: pieces.iter().map(Piece::bytes).sum(), pieces: pieces.into() };
    if pieces.len() < 2 * CHUNK {
        return if pieces.is_empty() { Vec::new() } else { vec![chunk(pieces)] };
    }
    let mut pieces = pieces.into_iter();
    std::iter::from_fn(|| Some(pieces.by_ref().take(CHUNK).collect()).filter(|it: &Vec<T>| !it.is_empty()))
        .map(chunk)
        .collect()
}

impl<T: Piece> Sequence<T> {
    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no pieces.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The bytes of all pieces.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The pieces from the one that contains a byte; none if the byte is past the end.
    pub fn from_byte(&self, byte: usize) -> impl Iterator<Item = Placed<'_, T>> {
        let (mut index, mut start, mut first) = (0, 0, 0);
        while let Some(chunk) = self.chunks.get(first)
            && start + chunk.bytes <= byte
        {
            start += chunk.bytes;
            index += chunk.pieces.len();
            first += 1;
        }
        let mut skipped = 0;
        if let Some(chunk) = self.chunks.get(first) {
            while start + chunk.pieces[skipped].bytes() <= byte {
                start += chunk.pieces[skipped].bytes();
                skipped += 1;
            }
        }
        self.place(first, skipped, index + skipped, start)
    }

    /// The pieces from the one with this index.
    pub fn from_index(&self, index: usize) -> impl Iterator<Item = Placed<'_, T>> {
        let (mut at, mut start, mut first) = (0, 0, 0);
        while let Some(chunk) = self.chunks.get(first)
            && at + chunk.pieces.len() <= index
        {
            start += chunk.bytes;
            at += chunk.pieces.len();
            first += 1;
        }
        let skipped = index.min(self.count) - at;
        if let Some(chunk) = self.chunks.get(first) {
            start += chunk.pieces[..skipped].iter().map(Piece::bytes).sum::<usize>();
        }
        self.place(first, skipped, at + skipped, start)
    }

    fn place(
        &self,
        first: usize,
        skipped: usize,
        mut index: usize,
        mut start: usize,
    ) -> impl Iterator<Item = Placed<'_, T>> {
        let chunks = self.chunks.get(first..).unwrap_or_default();
        let pieces = chunks.iter().flat_map(|chunk| chunk.pieces.iter()).skip(skipped);
        pieces.map(move |piece| {
            let placed = Placed { index, start, piece };
            index += 1;
            start += piece.bytes();
            placed
        })
    }

    /// All pieces.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.pieces.iter())
    }

    /// The piece with this index.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.from_index(index).next().map(|placed| placed.piece)
    }

    /// Replaces some pieces by others.
    ///
    /// # Panics
    /// If there are no such pieces.
    pub fn replace(&mut self, replaced: Range<usize>, by: Vec<T>) {
        assert!(replaced.start <= replaced.end && replaced.end <= self.count, "no pieces {replaced:?}");
        // The chunks that hold the replaced pieces, or the chunk where they are inserted.
        let (mut first, mut at) = (0, 0);
        while first + 1 < self.chunks.len() && at + self.chunks[first].pieces.len() <= replaced.start {
            at += self.chunks[first].pieces.len();
            first += 1;
        }
        let (mut end, mut pieces_end) = (first, at);
        while end < self.chunks.len() && (pieces_end < replaced.end || end == first) {
            pieces_end += self.chunks[end].pieces.len();
            end += 1;
        }
        // Small chunks are merged with the next, so that there are never many of them.
        let kept = (pieces_end - at) - replaced.len() + by.len();
        if kept < CHUNK / 2 && end < self.chunks.len() {
            pieces_end += self.chunks[end].pieces.len();
            end += 1;
        }
        let old: usize = self.chunks[first..end].iter().map(|chunk| chunk.bytes).sum();
        let mut pieces = Vec::with_capacity(pieces_end - at + by.len());
        pieces.extend(self.between(first..end, 0..replaced.start - at));
        let added = by.len();
        pieces.extend(by);
        pieces.extend(self.between(first..end, replaced.end - at..pieces_end - at));
        let new = chunks(pieces);
        self.bytes = self.bytes - old + new.iter().map(|chunk| chunk.bytes).sum::<usize>();
        self.count = self.count - replaced.len() + added;
        Arc::make_mut(&mut self.chunks).splice(first..end, new);
    }

    /// Copies of some pieces of some chunks, counted from the first of these chunks.
    fn between(&self, chunks: Range<usize>, pieces: Range<usize>) -> impl Iterator<Item = T> {
        let all = self.chunks[chunks].iter().flat_map(|chunk| chunk.pieces.iter());
        all.skip(pieces.start).take(pieces.len()).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Piece for Arc<str> {
        fn bytes(&self) -> usize {
            self.len()
        }
    }

    fn piece(length: usize) -> Arc<str> {
        "x".repeat(length).into()
    }

    proptest! {
        #[test]
        fn it_is_a_list(
            lengths in proptest::collection::vec(1usize..5, 0..700),
            changes in proptest::collection::vec((any::<proptest::sample::Index>(), 0usize..300, 0usize..300), 1..8),
        ) {
            let mut list: Vec<Arc<str>> = lengths.into_iter().map(piece).collect();
            let mut sequence: Sequence<Arc<str>> = list.iter().cloned().collect();
            for (at, less, more) in changes {
                let at = at.index(list.len() + 1);
                let end = (at + less).min(list.len());
                let by: Vec<Arc<str>> = (0..more).map(|i| piece(1 + i % 4)).collect();
                let before = sequence.clone();
                sequence.replace(at..end, by.clone());
                prop_assert!(before.iter().eq(list.iter()), "a clone is not changed");
                list.splice(at..end, by);
                prop_assert!(sequence.iter().eq(list.iter()));
                prop_assert_eq!(sequence.len(), list.len());
                prop_assert_eq!(sequence.bytes(), list.iter().map(Piece::bytes).sum::<usize>());
                prop_assert_eq!(sequence.get(at), list.get(at));
                let start: usize = list[..at].iter().map(Piece::bytes).sum();
                for placed in [sequence.from_index(at).next(), sequence.from_byte(start).next()] {
                    prop_assert_eq!(placed.map(|it| (it.index, it.start)), (at < list.len()).then_some((at, start)));
                }
                if let Some(piece) = list.get(at) {
                    let last = start + piece.bytes() - 1;
                    prop_assert_eq!(sequence.from_byte(last).next().map(|it| it.index), Some(at));
                }
            }
        }
    }
}
