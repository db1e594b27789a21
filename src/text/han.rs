//! Han characters: traditional to simplified and back, and pinyin.
//!
//! The simplified form is decided character by character, so that folding never changes the
//! number of characters and the same character folds alike in a title and in a query.

use std::sync::LazyLock;

use pinyin::ToPinyin;
use rustc_hash::FxHashMap;

use super::script::is_han;

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

/// The simplified form of each character of the two large blocks, as a table read by code point.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    // Blanks keep the converter from seeing words: it must decide on each character alone.
    let spaced: String =
        (FIRST..=LAST).filter_map(char::from_u32).flat_map(|c| [c, ' ']).collect();
    fast2s::convert(&spaced).chars().step_by(2).collect()
});

/// One traditional form of each simplified character that has another.
static TRADITIONAL: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for (c, simple) in (FIRST..=LAST).filter_map(char::from_u32).zip(SIMPLIFIED.iter()) {
        // Of several the one in everyday use; a character that is itself in everyday use stays.
        if c != *simple && !is_everyday(*simple) && (is_everyday(c) || !map.contains_key(simple)) {
            map.insert(*simple, c);
        }
    }
    for pair in PREFERRED.split(' ') {
        let mut pair = pair.chars();
        if let (Some(simple), Some(traditional)) = (pair.next(), pair.next()) {
            map.insert(simple, traditional);
        }
    }
    map
});

/// Whether a traditional text may well hold the character: the first level of Big5 lists those
/// in everyday use.
fn is_everyday(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = encoding_rs::BIG5.encode(c.encode_utf8(&mut buffer));
    !unmappable && bytes.first().is_some_and(|lead| (0xA4..=0xC6).contains(lead))
}

/// Simplified characters with several traditional ones: the one that trade texts use.
const PREFERRED: &str = "干乾 面麵 谷穀 后後 里裡 发發 复複 只只 台台 系系 制製 松松 胡胡 姜薑 咸鹹 卤滷 \
腌醃 腊臘 向向 云雲 余余 种種 粮糧 丝絲 板板 布布 钟鐘 准準 征徵 汇匯 尽盡 历歷 签簽 蒙蒙 弥彌 获獲 \
纤纖 坛壇 团團 须須 脏髒 致致 朱朱 筑築 仆僕 朴樸 斗斗 冬冬 范範 丰豐 刮刮 柜櫃 合合 回回 伙夥 家家 \
价價 借借 克克 困困 霉霉 苹蘋 凭憑 曲曲 升升 术術 涂塗 万萬 叶葉 佣傭 御御 愿願 占佔 折折 志志 周周 \
注注 表表 出出 当當 冲沖 虫蟲 担擔 蜡蠟 累累 么麼 千千 秋秋 确確 舍捨 胜勝 适適 杂雜 咨諮 游遊 采採 \
彩彩 吊吊 欲欲 于於 与與 药藥 杯杯 群群 盐鹽 卷卷 盘盤 席席 梁梁 岩岩 果果 核核 皂皂 梅梅 麻麻 炼煉 \
熏燻 灶灶 艳艷 床床 碗碗 糖糖 着著 锈鏽 铁鐵 线線 棉棉 绵綿 绒絨 烟煙 酸酸 猪豬 鸡雞 鸭鴨 鹅鵝 参參 \
你你 他他 她她 它它 吃吃 同同 唇唇 群群 峰峰 秘秘 疏疏 蔬蔬 淀澱 粘粘 碱鹼 硷鹼 炒炒 晒曬 腿腿 台台 \
才才 几幾 了了 个個 众眾 卫衛 为為 温溫 鱼魚 虾蝦 蚝蠔 花花 苏蘇 芦蘆 党黨 黄黃 黑黑 绿綠 青青 录錄 \
户戶 污污 没沒 泪淚 并並 产產 奶奶 妆妝 厘厘 钩鉤 陆陸 杰傑 恶惡 猫貓 痒癢 托托 扎扎 恒恆 凉涼 减減 \
净淨 况況 决決 强強 线線 茧繭 蚕蠶 蝎蠍 馆館 粗粗 脚腳 裤褲 袜襪 韭韭 棱棱 霉霉 瓮甕 磷磷 硫硫";

/// The simplified form of a character; any other character as it is.
pub(crate) fn simplified(c: char) -> char {
    (c as u32)
        .checked_sub(FIRST)
        .and_then(|i| SIMPLIFIED.get(i as usize))
        .copied()
        .unwrap_or(c)
}

/// Simplified characters turned into traditional ones, for display and suggestions. One form is
/// chosen where there are several, so the way back is not exact.
pub fn to_traditional(han: &str) -> String {
    han.chars().map(|c| TRADITIONAL.get(&c).copied().unwrap_or(c)).collect()
}

/// Pinyin without tones and spaces (`腰果` gives `yaoguo`); ASCII letters and digits are kept in
/// lower case, other characters left out. `None` if the text has no Han character.
pub fn pinyin(han: &str) -> Option<String> {
    let mut out = String::with_capacity(han.len() * 2);
    let mut any = false;
    for c in han.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if is_han(c)
            && let Some(syllable) = simplified(c).to_pinyin()
        {
            any = true;
            out.extend(syllable.plain().chars().map(|c| if c == 'ü' { 'v' } else { c }));
        }
    }
    any.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple(text: &str) -> String {
        text.chars().map(simplified).collect()
    }

    #[test]
    fn traditional_folds_to_simplified() {
        assert_eq!(simple("帶殼腰果"), "带壳腰果");
        assert_eq!(simple("芒果乾"), "芒果干");
        assert_eq!(simple("白對蝦 麵粉 黃麻袋"), "白对虾 面粉 黄麻袋");
        assert_eq!(simple("腰果 abc é"), "腰果 abc é");
    }

    #[test]
    fn simplified_to_traditional() {
        assert_eq!(to_traditional("带壳腰果"), "帶殼腰果");
        assert_eq!(to_traditional("芒果干 面粉 制品 松子 胡椒"), "芒果乾 麵粉 製品 松子 胡椒");
        assert_eq!(simple(&to_traditional("冷冻白对虾和黑胡椒")), "冷冻白对虾和黑胡椒");
    }

    #[test]
    fn pinyin_without_tones() {
        assert_eq!(pinyin("腰果").as_deref(), Some("yaoguo"));
        assert_eq!(pinyin("绿豆").as_deref(), Some("lvdou"));
        assert_eq!(pinyin("W320腰果仁").as_deref(), Some("w320yaoguoren"));
        assert_eq!(pinyin("cashew"), None);
    }
}
