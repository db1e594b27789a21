//! Chinese numerals: 三十五, 两千, 一百五十万, 二〇二四.
//!
//! Many characters of numerals are parts of other words (八角 is star anise, 千克 a kilogram), so
//! a run of them is read as a number only if its shape or what follows says so.

use rust_decimal::Decimal;

/// Signs after which even one character is surely a number.
const MEASURES: &str = "吨斤公个箱袋包件柜条只头台套双米升瓶桶美元块成年月日天张片批种级磅担打盒罐";

/// Characters of the longest numeral; more of them in a row say nothing, and are looked at no further.
const LONGEST: usize = 32;

fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn magnitude(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

fn is_numeral(c: char) -> bool {
    digit(c).is_some() || magnitude(c).is_some()
}

/// The numeral at the start of `text`: its value and length in bytes. `None` where the
/// characters are more likely part of a word.
pub(crate) fn at_start(text: &str) -> Option<(Decimal, usize)> {
    let mut len = text.char_indices().take(LONGEST + 1).take_while(|(_, c)| is_numeral(*c)).map(|(at, c)| at + c.len_utf8()).last()?;
    let mut run = text.get(..len).filter(|run| run.chars().count() <= LONGEST)?;
    let mut after = text.get(len..)?;
    if run.ends_with('千') && after.starts_with(['克', '瓦', '米', '卡', '升']) {
        run = run.strip_suffix('千')?;
        len = run.len();
        after = text.get(len..)?;
    }
    let count = run.chars().count();
    let positional = run.chars().all(|c| digit(c).is_some());
    let measured = after.trim_start().starts_with(|c| MEASURES.contains(c))
        || after.starts_with("千克")
        || after.starts_with("克");
    let shaped = if positional {
        count >= 3
    } else {
        count >= 2 && run.starts_with(|c| digit(c).is_some() || c == '十' || c == '拾')
    };
    if count == 0 || !(shaped || measured) {
        return None;
    }
    let value = if positional { digits(run)? } else { structured(run)? };
    Some((value, len))
}

/// The magnitudes that follow digits (10万, 3千, 2亿): the factor and its length in bytes.
pub(crate) fn factor(text: &str) -> Option<(Decimal, usize)> {
    let mut factor = Decimal::ONE;
    let mut len = 0;
    for c in text.chars().take(LONGEST) {
        let Some(m) = magnitude(c) else { break };
        let after = text.get(len + c.len_utf8()..).unwrap_or_default();
        if c == '千' && after.starts_with(['克', '瓦', '米', '卡', '升']) {
            break;
        }
        factor = factor.checked_mul(Decimal::from(m))?;
        len += c.len_utf8();
    }
    (len > 0).then_some((factor, len))
}

fn digits(run: &str) -> Option<Decimal> {
    let mut value = Decimal::ZERO;
    for c in run.chars() {
        value = value.checked_mul(Decimal::TEN)?.checked_add(Decimal::from(digit(c)?))?;
    }
    Some(value)
}

/// Sections of up to 9999, multiplied by 万 and 亿. A last digit straight after a magnitude counts
/// tenths of it in speech: 两千五 is 2500.
fn structured(run: &str) -> Option<Decimal> {
    let (mut total, mut section, mut pending) = (0u64, 0u64, None::<u64>);
    let mut last = 1u64;
    for c in run.chars() {
        if let Some(d) = digit(c) {
            if d == 0 {
                last = 1;
            } else {
                pending = Some(pending.unwrap_or(0).checked_mul(10)?.checked_add(u64::from(d))?);
            }
            continue;
        }
        let m = magnitude(c)?;
        if m < 10_000 {
            section = section.checked_add(pending.take().unwrap_or(1).checked_mul(m)?)?;
        } else {
            section = section.checked_add(pending.take().unwrap_or(0))?;
            let base = if section == 0 && total > 0 { std::mem::take(&mut total) } else { section.max(1) };
            // 亿 multiplies all that came before it, 万 only its own section.
            let base = if m > 10_000 { base.checked_add(std::mem::take(&mut total))? } else { base };
            total = total.checked_add(base.checked_mul(m)?)?;
            section = 0;
        }
        last = m;
    }
    if let Some(d) = pending {
        let spoken = d < 10 && last >= 100;
        section = section.checked_add(if spoken { d.checked_mul(last / 10)? } else { d })?;
    }
    total.checked_add(section).map(Decimal::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<u64> {
        at_start(text).and_then(|(v, _)| v.try_into().ok())
    }

    #[test]
    fn reads_numerals() {
        for (text, expected) in [
            ("三十五吨", 35),
            ("十吨", 10),
            ("十五", 15),
            ("两千", 2_000),
            ("两千五", 2_500),
            ("两千零五", 2_005),
            ("一百五十万", 1_500_000),
            ("三万五千", 35_000),
            ("一亿二千万", 120_000_000),
            ("二〇二四年", 2_024),
            ("五千克", 5),
            ("五百千克", 500),
            ("叁佰伍拾", 350),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn leaves_words_alone() {
        for text in ["八角", "百合干", "千克", "三七粉", "万寿菊", "五香"] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
