//! Radicals for characters: some programs note those of the one shape in a font as the other.

/// The characters of the 214 radicals of Kangxi (U+2F00 to U+2FD5).
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Radicals of the supplement that are characters of their own today, each with that character.
const SUPPLEMENT: &str = "⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻐钅⻒镸⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟";

/// The character that a radical stands for.
pub(super) fn unified(c: char) -> char {
    match c {
        '\u{2f00}'..='\u{2fd5}' => {
            let at = (c as usize) - 0x2f00;
            KANGXI.chars().nth(at).unwrap_or(c)
        }
        '\u{2e80}'..='\u{2eff}' => {
            let mut characters = SUPPLEMENT.chars().skip_while(|known| *known != c);
            characters.nth(1).unwrap_or(c)
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_characters() {
        let text: String = "⾝份证，⼈⺠政府⻔⼾⽹站，⽇期⿕⻰"
            .chars()
            .map(unified)
            .collect();
        assert_eq!(text, "身份证，人民政府门戶网站，日期龠龙");
        assert_eq!(KANGXI.chars().count(), 214);
    }
}
