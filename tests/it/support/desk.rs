//! A folder for one test, and a draft to put into it.

use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// A draft with one wrong total and one section missing.
pub const DRAFT: &str = "\
# 云溪县教育局2024年政府信息公开工作年度报告

## 一、总体情况

2024年，我局认真贯彻落实《中华人民共和国政府信息公开条例》。

## 三、收到和处理政府信息公开申请情况

| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 一、本年新收政府信息公开申请数量 | 7 | 1 | 0 | 0 | 0 | 0 | 9 |
";

/// A folder for one test.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Self {
        Desk(tempfile::tempdir().unwrap())
    }

    /// The folder with one more file.
    pub fn with(self, name: &str, content: &str) -> Self {
        self.write(name, content);
        self
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The path of a file in it; of the folder itself for an empty name.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}
