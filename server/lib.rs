//! nianbao checks drafts of 政府信息公开工作年度报告 (annual reports on government information disclosure).
//!
//! The modules are the pipeline, top to bottom; each uses only those above it.
//! `server/README.md` describes the whole.
#![forbid(unsafe_code)]

pub mod text;

pub mod files;

pub mod syntax;

pub mod edition;

pub mod report;

pub mod rules;

pub mod config;

pub mod check;

pub mod compose;

pub mod fix;

pub mod ide;

pub mod protocol;

pub mod page;

#[cfg(feature = "shells")]
pub mod lsp;

#[cfg(feature = "shells")]
pub mod cli;
