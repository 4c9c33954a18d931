use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    render::Job,
    source::Span,
};

declare_rule! {
    /// 查出自己会动、会响、会跳转的网页。
    ///
    /// ## 为什么
    ///
    /// 滚动的文字看不清，自动播放的声音打断读屏软件，自动跳转让人来不及看；政府网站不用这些。由脚本弹出的窗口能否关闭，须由人在浏览器里试。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    ///  <main id="main" tabindex="-1">
    /// +<marquee>欢迎访问政府信息公开专栏</marquee>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    ///  <main id="main" tabindex="-1">
    /// ```
    MovingContent {
        id: "moving-content", severity: Warning,
        requirements: ["WD-12"], since: "0.1.0"
    }
}

impl Rule for MovingContent {
    fn tags(&self, _built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let of = |name, what| html.own_tags(name).map(move |tag| (tag, what));
        let blinking = "滚动、闪烁的文字";
        let old = of("marquee", blinking)
            .chain(of("blink", blinking))
            .chain(of("bgsound", "背景音乐"));
        let playing = ["audio", "video"].map(|name| of(name, "自动播放的音视频"));
        let playing = playing.into_iter().flatten();
        let playing = playing.filter(|(tag, _)| tag.attribute("autoplay").is_some());
        // That is what a redirect is for.
        let is_redirect = matches!(html.job, Job::Redirect(_));
        let refreshing = html
            .own_with(&["http-equiv"])
            .filter(|(_, tag)| tag.is_refresh() && !is_redirect)
            .map(|(_, tag)| (tag, "自动刷新或者跳转"));
        for (tag, what) in old.chain(playing).chain(refreshing) {
            let finding = Finding::new(
                format!("网页有{what}（<{}>）", tag.name().to_ascii_lowercase()),
                "从主题的模板里删去，让公众自己决定何时看、何时听",
            );
            sink.add_everywhere(html.path, finding);
        }
    }

    fn output(&self, built: &Built<'_>, sink: &mut Sink) {
        for (name, bytes) in &built.theme.assets {
            let is_moving =
                name.ends_with(".css") && std::str::from_utf8(bytes).is_ok_and(moves_forever);
            if is_moving {
                let finding = Finding::new(
                    format!("主题的 assets/{name} 有不会停的动画（animation: … infinite）"),
                    "删去动画，或者只在公众操作时动一次",
                );
                sink.add(&built.site.config.file.path, finding.at(Span::default()));
            }
        }
    }
}

/// Checks that a style sheet has an animation without end.
fn moves_forever(css: &str) -> bool {
    let mut parts = css.split("animation").skip(1);
    parts.any(|part| {
        let declaration = part.split([';', '}']).next().unwrap_or_default();
        declaration.contains(':') && declaration.contains("infinite")
    })
}

#[cfg(test)]
mod tests {
    use super::moves_forever;

    #[test]
    fn endless_animations() {
        assert!(moves_forever("a{animation:x 1s infinite}"));
        assert!(moves_forever("a{animation-iteration-count: infinite;}"));
        assert!(!moves_forever("a{animation:none} b{content:\"infinite\"}"));
    }
}
