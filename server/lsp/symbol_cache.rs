//! The outline entries of drafts that are not open.

use crate::config::project::Signature;
use crate::protocol::symbols::KnownSymbols;
use dashmap::DashMap;
use std::path::PathBuf;

/// The entries of the files that are not open, with the signature of each and the revision of the settings under which
/// it was read.
#[derive(Debug, Default)]
pub struct SymbolCache(pub DashMap<PathBuf, (Signature, u64, KnownSymbols)>);
