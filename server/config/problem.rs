//! Problems with settings, and their places.

use crate::text::{Places, system_error};
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// A problem in a text with settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the text. Settings from an editor have no text, so their range is empty.
    pub range: Range<usize>,
    /// The key's full path: `rules.row-total`. Empty for invalid TOML.
    pub key: String,
    /// What is wrong, in Chinese.
    pub message: String,
    /// The name that was probably meant, if the written one is unknown.
    pub meant: Option<&'static str>,
}

/// Why the settings of a file cannot be used.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{}：无法读取设置：{}", .file.display(), system_error::reason(.reason))]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        reason: Arc<io::Error>,
    },
    /// The text is invalid TOML.
    #[error("{}:{line}:{column}：{message}", .file.display())]
    Syntax {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// A key, or its value, is wrong.
    #[error("{}:{line}:{column}：{key}：{message}", .file.display())]
    Key {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// The key's full path.
        key: String,
        /// What is wrong.
        message: String,
    },
}

impl Problem {
    /// The problem as it is told of a file that is not the workspace's: without what stands in the file.
    pub fn without_content(mut self) -> Self {
        if self.key.is_empty() {
            self.message.truncate(self.message.find('：').unwrap_or(self.message.len()));
        }
        let mut told = String::with_capacity(self.message.len());
        let mut pieces = self.message.split('“');
        told.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            told.push_str("“…”");
            told.push_str(piece.split_once('”').map_or("", |(_, behind)| behind));
        }
        Problem { message: told, meant: None, ..self }
    }

    /// The problem as an error in a file with this text.
    pub fn in_file(&self, file: PathBuf, text: &Places<'_>) -> SettingsError {
        let place = text.position(self.range.start);
        let (line, column) = (place.line, place.column);
        let (key, message) = (self.key.clone(), self.message.clone());
        if key.is_empty() {
            SettingsError::Syntax { file, line, column, message }
        } else {
            SettingsError::Key { file, line, column, key, message }
        }
    }
}
