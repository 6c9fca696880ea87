//! Traditional spellings of the characters that reports use, character by character.
//!
//! Some drafts come from converted mirrors: 業 for 业, but also 複議 or 覆議 for 复议 and 全麵 for 全面, because the converter
//! chose the wrong one of several. So every spelling of a Simplified character maps back to it, whatever it means
//! elsewhere. The list covers the official forms and the common words around them; it serves comparison only, and the
//! draft's text is never changed by it.

/// The Simplified character for a Traditional, Hong Kong or Taiwan spelling; any other character stays as it is.
///
/// Characters of official labels map to themselves: 后, 里 and 面 stay as they are.
pub fn simplified(c: char) -> char {
    match c {
        '萬' => '万',
        '與' => '与',
        '專' => '专',
        '業' => '业',
        '個' | '箇' => '个',
        '為' | '爲' => '为',
        '舉' => '举',
        '鄉' | '鄕' => '乡',
        '書' => '书',
        '於' => '于',
        '產' | '産' => '产',
        '億' => '亿',
        '價' => '价',
        '眾' | '衆' => '众',
        '會' => '会',
        '體' => '体',
        '餘' => '余',
        '關' => '关',
        '內' => '内',
        '決' => '决',
        '況' => '况',
        '減' => '减',
        '齣' => '出',
        '擊' => '击',
        '劃' | '畫' => '划',
        '別' | '彆' => '别',
        '製' => '制',
        '辦' => '办',
        '務' => '务',
        '動' => '动',
        '鈎' | '鉤' => '勾',
        '區' => '区',
        '華' => '华',
        '單' => '单',
        '佔' => '占',
        '捲' => '卷',
        '廳' => '厅',
        '縣' => '县',
        '發' | '髮' => '发',
        '祇' | '衹' | '隻' => '只',
        '枱' | '檯' | '臺' | '颱' => '台',
        '號' => '号',
        '閤' => '合',
        '衕' => '同',
        '後' => '后',
        '嚮' | '曏' => '向',
        '吿' => '告',
        '員' => '员',
        '響' => '响',
        '團' | '糰' => '团',
        '國' => '国',
        '處' => '处',
        '備' => '备',
        '復' | '複' | '覆' => '复',
        '學' => '学',
        '牠' => '它',
        '審' => '审',
        '傢' => '家',
        '對' => '对',
        '導' => '导',
        '將' => '将',
        '侷' => '局',
        '屬' => '属',
        '佈' => '布',
        '並' | '併' => '并',
        '應' => '应',
        '廢' => '废',
        '開' => '开',
        '強' => '强',
        '噹' | '當' => '当',
        '彔' | '錄' | '録' => '录',
        '徴' | '徵' => '征',
        '總' => '总',
        '執' => '执',
        '護' => '护',
        '報' => '报',
        '損' => '损',
        '據' => '据',
        '數' => '数',
        '無' => '无',
        '時' => '时',
        '機' => '机',
        '權' => '权',
        '條' => '条',
        '來' => '来',
        '構' => '构',
        '査' => '查',
        '欄' => '栏',
        '覈' => '核',
        '檔' => '档',
        '匯' | '彙' | '滙' => '汇',
        '沒' => '没',
        '濟' => '济',
        '瀏' => '浏',
        '滿' => '满',
        '點' => '点',
        '現' => '现',
        '電' => '电',
        '監' => '监',
        '蓋' => '盖',
        '硏' => '研',
        '確' => '确',
        '祕' => '秘',
        '稱' => '称',
        '穩' => '稳',
        '類' => '类',
        '係' | '繫' => '系',
        '糾' => '纠',
        '約' => '约',
        '納' => '纳',
        '組' => '组',
        '織' => '织',
        '終' => '终',
        '經' => '经',
        '結' => '结',
        '統' => '统',
        '繼' => '继',
        '續' => '续',
        '維' => '维',
        '綜' => '综',
        '編' => '编',
        '繳' => '缴',
        '網' => '网',
        '罰' => '罚',
        '範' => '范',
        '獲' | '穫' => '获',
        '補' => '补',
        '錶' => '表',
        '規' => '规',
        '覽' => '览',
        '計' => '计',
        '認' => '认',
        '訓' => '训',
        '議' => '议',
        '許' => '许',
        '訟' => '讼',
        '訪' => '访',
        '評' => '评',
        '訴' => '诉',
        '詞' => '词',
        '話' => '话',
        '詢' => '询',
        '說' | '説' => '说',
        '請' => '请',
        '讀' => '读',
        '責' => '责',
        '購' => '购',
        '費' => '费',
        '資' => '资',
        '轉' => '转',
        '較' => '较',
        '輯' => '辑',
        '過' => '过',
        '這' => '这',
        '進' => '进',
        '踰' => '逾',
        '郵' => '邮',
        '埰' | '寀' | '採' => '采',
        '裏' | '裡' => '里',
        '鍊' | '鏈' => '链',
        '錯' => '错',
        '鎭' | '鎮' => '镇',
        '長' => '长',
        '門' => '门',
        '閉' => '闭',
        '問' => '问',
        '間' => '间',
        '閱' | '閲' => '阅',
        '麵' => '面',
        '項' => '项',
        '順' => '顺',
        '須' | '鬚' => '须',
        '領' => '领',
        '題' => '题',
        '額' => '额',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::simplified;

    fn folded(text: &str) -> String {
        text.chars().map(simplified).collect()
    }

    #[test]
    fn traditional_labels_are_simplified() {
        assert_eq!(folded("收到和處理政府信息公開申請情況"), "收到和处理政府信息公开申请情况");
        assert_eq!(folded("3.危及“三安全一穩定”"), "3.危及“三安全一稳定”");
        assert_eq!(folded("結轉下年度繼續辦理"), "结转下年度继续办理");
    }

    #[test]
    fn mixed_conversions_lead_to_the_same_label() {
        for text in ["行政復議", "行政複議", "行政覆議", "行政复議"] {
            assert_eq!(folded(text), "行政复议");
        }
        assert_eq!(folded("行政規範性文件"), folded("行政規范性文件"));
        assert_eq!(folded("補正後申請內容仍不明確"), folded("補正后申請内容仍不明確"));
        assert_eq!(folded("屬於國傢秘密"), folded("屬于國家祕密"));
    }

    #[test]
    fn official_text_stays_as_it_is() {
        for text in [
            include_str!("../edition/common.toml"),
            include_str!("../edition/2019.toml"),
            include_str!("../edition/2021.toml"),
        ] {
            assert_eq!(folded(text), text);
        }
    }

    #[test]
    fn nothing_is_simplified_twice() {
        for c in '\u{3400}'..='\u{9fff}' {
            assert_eq!(simplified(simplified(c)), simplified(c));
        }
    }
}
