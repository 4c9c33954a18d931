use crate::check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule};

use super::tell_of_tag;

declare_rule! {
    /// 查出没有字幕的音频和视频。
    ///
    /// ## 为什么
    ///
    /// 听不见的人靠字幕或者文字稿了解音视频的内容。只看网页里的播放器有没有字幕文件；字幕是否完整、画面上是否另有字幕，须由人看。
    ///
    /// ## 反例
    ///
    /// ```txt themes/official/assets/intro.mp4
    /// 视频
    /// ```
    ///
    /// ```diff themes/official/templates/404.html
    ///  {% block main %}
    /// +<video src="assets/intro.mp4" controls></video>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```txt themes/official/assets/intro.mp4
    /// 视频
    /// ```
    ///
    /// ```txt themes/official/assets/intro.vtt
    /// WEBVTT
    /// ```
    ///
    /// ```diff themes/official/templates/404.html
    ///  {% block main %}
    /// +<video src="assets/intro.mp4" controls><track kind="captions" src="assets/intro.vtt" srclang="zh" label="字幕"></video>
    /// ```
    MissingCaptions { id: "missing-captions", severity: Warning, requirements: ["AX-8"], since: "0.1.0" }
}

impl Rule for MissingCaptions {
    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let of = |name, word| html.own_tags(name).map(move |player| (player, word));
        for (player, word) in of("video", "视频").chain(of("audio", "音频")) {
            // A description elsewhere on the page is the transcript.
            let is_described = player.attribute("aria-describedby").is_some();
            if !is_described && !html.inside(player).any(is_caption) {
                let finding = Finding::new(
                    format!("{word}没有字幕"),
                    "在播放器里加 <track kind=\"captions\">，或者在页上写出文字稿，用 aria-describedby 指向它",
                );
                tell_of_tag(built, html, player, sink, finding);
            }
        }
    }
}

fn is_caption(tag: &Tag<'_>) -> bool {
    let is_track = !tag.is_end && tag.is("track");
    is_track
        && tag
            .attribute("kind")
            .is_none_or(|kind| matches!(&*kind, "captions" | "subtitles"))
}
