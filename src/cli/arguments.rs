//! Arguments of the command line, and the words that refuse them.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    process::ExitCode,
    time::{Duration, SystemTime},
};

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::PossibleValue,
    error::{ContextKind, ContextValue, ErrorKind},
};
use jiff::{Timestamp, civil::Date, tz};

use crate::{
    config::Clock,
    external::{self, Session},
    pipeline::Options,
    report::Format,
    serve::{Authority, MalformedHost},
};

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "gongkai",
    version,
    about = "把 Markdown 与 YAML 做成合法、可检索、链接完好的政府信息公开栏目",
    help_template = TEMPLATE,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    after_help = "\n例：\n  gongkai build                     检查当前文件夹里的站点，写到 public/\n  gongkai check --format json       只检查，结果给程序读\n  gongkai serve --open              边写边看\n\n退出码：0 正常；1 内容有错误；2 用法不对，或磁盘、网络有问题"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help, help_heading = "其他")]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "其他")]
    version: Option<bool>,
}

/// One command each.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 检查内容并生成网站；有错误就不发布，原来的网站不动
    #[command(help_template = TEMPLATE, after_help = "\n例：\n  gongkai build\n  gongkai build 站点 --out /srv/zfxxgk --as-of 2026-06-30\n  gongkai build --format github     在合并请求的行上标出问题")]
    Build(BuildArguments),
    /// 只检查，不生成
    #[command(help_template = TEMPLATE, after_help = "\n例：\n  gongkai check\n  gongkai check --format sarif > 结果.sarif\n  gongkai check --external          连站外链接一起查")]
    Check(CheckArguments),
    /// 写出自评报告：逐项要求、逐个栏目、逐个责任单位
    #[command(help_template = TEMPLATE, after_help = "\n例：\n  gongkai report\n  gongkai report --as-of 2026-12-31 --out 自评")]
    Report(ReportArguments),
    /// 列出全部规则
    #[command(help_template = TEMPLATE, after_help = "\n例：\n  gongkai rules\n  gongkai rules --format json\n  gongkai rules --out 规则手册      写成网页")]
    Rules(RulesArguments),
    /// 说明一条规则：为什么、反例、正例
    #[command(help_template = TEMPLATE, after_help = "\n例：\n  gongkai explain late-publication")]
    Explain(ExplainArguments),
    /// 在生成好的网站里检索，结果和网页上的一样
    #[command(help_template = TEMPLATE, after_help = "\n例：\n  gongkai search 临时救助\n  gongkai search '“三公”经费' --year 2026 --sort date\n  gongkai search --queries 检索词.txt --format json   每行一个检索词，每行一组结果")]
    Search(SearchArguments),
    /// 在本机预览，保存后自动刷新
    #[command(help_template = TEMPLATE, after_help = "\n例：\n  gongkai serve --open\n  gongkai serve 站点 --port 8080 --poll   共享文件夹、虚拟机里用 --poll\n  gongkai serve --host 0.0.0.0 --host office-pc.lan   同事也能打开，用地址或者这个名称")]
    Serve(ServeArguments),
}

/// Arguments that every command needs.
#[derive(Debug, Args)]
pub(super) struct SiteArguments {
    /// 站点文件夹（里面有 site.yaml）
    #[arg(
        default_value = ".",
        value_name = "站点",
        hide_default_value = true,
        help_heading = "参数"
    )]
    pub(super) site: PathBuf,
    /// 以哪一天为准判断时限与新旧，默认今天（北京时间）
    #[arg(long, value_name = "日期", value_parser = day, help_heading = "选项")]
    pub(super) as_of: Option<Date>,
    /// 同时用几个线程，默认全部核心
    #[arg(long, value_name = "个数", value_parser = clap::value_parser!(u16).range(1..=512), help_heading = "选项")]
    pub(super) jobs: Option<u16>,
}

/// Arguments for telling findings.
#[derive(Debug, Args)]
pub(super) struct FormatArguments {
    /// 结果的写法：human 给人看，json、sarif 给程序，github 给合并请求
    #[arg(
        long,
        value_name = "写法",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    pub(super) format: Format,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// 输出文件夹，默认站点里的 public
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) report: FormatArguments,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    #[command(flatten)]
    pub(super) report: FormatArguments,
    /// 只看这条规则（或这项要求，如 JD-3）的结果，可写多次
    #[arg(long = "rule", value_name = "规则", help_heading = "选项")]
    pub(super) rules: Vec<String>,
    /// 只看这个文件或文件夹的结果，可写多次
    #[arg(long = "path", value_name = "路径", help_heading = "选项")]
    pub(super) paths: Vec<String>,
    /// 改好有把握的问题（括号、全角冒号、栏目名称等），其余一字不动
    #[arg(long, help_heading = "选项")]
    pub(super) fix: bool,
    /// 联网查站外链接能不能打开（平时从不联网）
    #[arg(long, help_heading = "联网")]
    pub(super) external: bool,
    /// 一次访问最多等几秒，默认 20
    #[arg(long, value_name = "秒数", value_parser = clap::value_parser!(u64).range(1..=300), requires = "external", help_heading = "联网")]
    pub(super) timeout: Option<u64>,
    /// 结果缓存在哪个文件夹，默认站点里的 .gongkai
    #[arg(
        long,
        value_name = "文件夹",
        requires = "external",
        help_heading = "联网"
    )]
    pub(super) cache: Option<PathBuf>,
    /// 打得开的结果几天之内不再问，默认 7；打不开的最多 1 天；0 是全部重新问
    #[arg(long, value_name = "天数", value_parser = clap::value_parser!(u64).range(0..=365), requires = "external", help_heading = "联网")]
    pub(super) cache_age: Option<u64>,
    /// 内部网络的地址也访问（默认不访问，跳转过去的也不）
    #[arg(long, requires = "external", help_heading = "联网")]
    pub(super) allow_private: bool,
}

impl CheckArguments {
    /// Folder that answers of other websites are kept in.
    pub(super) fn cache_folder(&self) -> PathBuf {
        let own = || self.site.site.join(".gongkai");
        self.cache.clone().unwrap_or_else(own)
    }

    /// Session that asks other websites, if they are to be asked at all.
    pub(super) fn session(&self) -> Option<Session> {
        let days = |days: u64| Duration::from_hours(days * 24);
        self.external.then(|| {
            Session::new(external::SessionOptions {
                allow_private: self.allow_private,
                cache: Some(self.cache_folder()),
                cache_age: self.cache_age.map(days),
                timeout: self.timeout.map(Duration::from_secs),
                ..external::SessionOptions::default()
            })
        })
    }
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// 输出文件夹，默认站点里的 report
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub(super) out: Option<PathBuf>,
}

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub(super) struct RulesArguments {
    /// 写法：human 给人看，json 给程序
    #[arg(
        long,
        value_name = "写法",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    pub(super) format: ListFormat,
    /// 把规则手册写成网页，放在这个文件夹
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub(super) out: Option<PathBuf>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// 规则名，如 late-publication；或要求的编号，如 TL-26
    #[arg(value_name = "规则", help_heading = "参数")]
    pub(super) rule: String,
}

/// Arguments of `search`.
#[derive(Debug, Args)]
pub(super) struct SearchArguments {
    /// 检索词：多个词用空格隔开，须同时出现；引号里的作为一个词
    #[arg(
        value_name = "检索词",
        required_unless_present = "queries",
        help_heading = "参数"
    )]
    pub(super) query: Option<String>,
    /// 生成好的网站
    #[arg(
        long,
        value_name = "文件夹",
        default_value = "public",
        help_heading = "选项"
    )]
    pub(super) site: PathBuf,
    /// 结果的写法
    #[arg(long, value_enum, value_name = "写法", default_value_t = ListFormat::Human, hide_possible_values = true, hide_default_value = true, help_heading = "选项")]
    pub(super) format: ListFormat,
    /// 最多列出几条
    #[arg(long, value_name = "条数", default_value_t = 10, help_heading = "选项")]
    pub(super) limit: usize,
    /// 次序：relevance 按相关度，date 按发布日期
    #[arg(long, value_enum, value_name = "次序", default_value_t = Sort::Relevance, hide_possible_values = true, hide_default_value = true, help_heading = "选项")]
    pub(super) sort: Sort,
    /// 只要这个栏目的（连同下级栏目）
    #[arg(long, value_name = "栏目", help_heading = "选项")]
    pub(super) column: Option<String>,
    /// 只要这个发布机构的
    #[arg(long, value_name = "机构", help_heading = "选项")]
    pub(super) issuer: Option<String>,
    /// 只要这个主题分类的
    #[arg(long, value_name = "主题", help_heading = "选项")]
    pub(super) topic: Option<String>,
    /// 只要这一年发布的
    #[arg(long, value_name = "年份", help_heading = "选项")]
    pub(super) year: Option<String>,
    /// 只要这种有效性的
    #[arg(long, value_name = "有效性", help_heading = "选项")]
    pub(super) validity: Option<String>,
    /// 从文件里逐行读检索词，- 是标准输入
    #[arg(
        long,
        value_name = "文件",
        conflicts_with = "query",
        help_heading = "选项"
    )]
    pub(super) queries: Option<PathBuf>,
}

/// In which order results come.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Sort {
    Relevance,
    Date,
}

/// Form of a list.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ListFormat {
    Human,
    Json,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// 端口，默认 4000；被占用时顺延
    #[arg(long, value_name = "端口", help_heading = "选项")]
    pub(super) port: Option<u16>,
    /// 监听的 IP 地址，默认只有本机能访问；写名称（或带端口的地址）的，也用它打开预览，可写多次
    #[arg(long = "host", value_name = "地址", value_parser = host, help_heading = "选项")]
    hosts: Vec<HostArgument>,
    /// 用轮询代替文件系统通知（共享文件夹、容器、虚拟机）
    #[arg(long, help_heading = "选项")]
    pub(super) poll: bool,
    /// 就绪后打开浏览器
    #[arg(long, help_heading = "选项")]
    pub(super) open: bool,
}

/// A value of `--host`.
#[derive(Debug, Clone)]
enum HostArgument {
    /// An address to listen on.
    Listen(IpAddr),
    /// A name or an address with a port, by which others open the preview.
    Answer(Authority),
}

fn host(text: &str) -> Result<HostArgument, String> {
    if let Ok(address) = text.trim_matches(['[', ']']).parse() {
        return Ok(HostArgument::Listen(address));
    }
    text.parse()
        .map(HostArgument::Answer)
        .map_err(|MalformedHost| {
            "应写 IP 地址或者名称，如 0.0.0.0、office-pc.lan、192.168.1.5:8080".to_owned()
        })
}

impl ServeArguments {
    /// The address to listen on, this machine's own by default; `None` where two are given.
    pub(super) fn listening(&self) -> Option<IpAddr> {
        let mut addresses = self.hosts.iter().filter_map(|host| match host {
            HostArgument::Listen(address) => Some(*address),
            HostArgument::Answer(_) => None,
        });
        let address = addresses.next().unwrap_or(Ipv4Addr::LOCALHOST.into());
        addresses.all(|other| other == address).then_some(address)
    }

    /// Names and addresses that the preview answers to besides.
    pub(super) fn also(&self) -> Vec<Authority> {
        let also = self.hosts.iter().filter_map(|host| match host {
            HostArgument::Listen(_) => None,
            HostArgument::Answer(authority) => Some(authority.clone()),
        });
        also.collect()
    }
}

impl ValueEnum for Format {
    fn value_variants<'v>() -> &'v [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl SiteArguments {
    /// Options of a run: where its output goes, and `last`, the folder that was published before.
    pub(super) fn options(&self, out: PathBuf, last: PathBuf) -> Result<Options, WrongClock> {
        Ok(Options {
            site: self.site.clone(),
            out,
            last,
            clock: self.clock()?,
        })
    }

    /// The day to judge by, or why this machine does not know it.
    pub(super) fn clock(&self) -> Result<Clock, WrongClock> {
        Ok(Clock {
            asked: self.as_of,
            today: today(SystemTime::now())?,
        })
    }

    /// Sets the number of threads for the whole process.
    pub(super) fn use_threads(&self) {
        if let Some(jobs) = self.jobs {
            // Fails only where a pool is there already, which then serves as well.
            let _ = rayon::ThreadPoolBuilder::new()
                .num_threads(jobs.into())
                .build_global();
        }
    }
}

/// The machine's clock says a time at which no site was made.
#[derive(Debug, thiserror::Error)]
#[error("本机的时钟不对（早于 1970 年，或晚于 9999 年）；请先校准系统时间")]
pub(super) struct WrongClock;

/// Today in China, which has one time zone and no summer time. Libraries that write tables count
/// from 1970 and panic before, so such a clock is refused whatever day is asked for.
fn today(now: SystemTime) -> Result<Date, WrongClock> {
    now.duration_since(SystemTime::UNIX_EPOCH)
        .map_err(|_| WrongClock)?;
    let now = Timestamp::try_from(now).map_err(|_| WrongClock)?;
    let china = now.to_zoned(tz::TimeZone::fixed(tz::offset(8)));
    Ok(china.date())
}

fn day(text: &str) -> Result<Date, String> {
    let day: Date = text.parse().map_err(|_| "应写作 2026-01-31".to_owned())?;
    if (1949..=2100).contains(&day.year()) {
        Ok(day)
    } else {
        Err("应在 1949 年至 2100 年之间".to_owned())
    }
}

/// Prints help or version, or says in Chinese what was wrong with the arguments.
pub(super) fn refuse(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return super::print(&error.render().to_string(), super::FINE);
    }
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (
        text(ContextKind::InvalidArg),
        text(ContextKind::InvalidValue),
    );
    let message = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面缺少值"),
        ErrorKind::InvalidValue => format!(
            "“{argument}”不能是“{value}”，可选：{}",
            text(ContextKind::ValidValue)
        ),
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error)
                .map(ToString::to_string)
                .filter(|reason| !reason.is_ascii());
            format!(
                "“{argument}”不能是“{value}”{}",
                reason.map_or(String::new(), |reason| format!("：{reason}"))
            )
        }
        ErrorKind::UnknownArgument => format!("不认识“{argument}”"),
        ErrorKind::InvalidSubcommand => {
            format!("没有命令“{}”", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "要写明做什么：build、check、serve、report、rules、explain 或 search".to_owned()
        }
        ErrorKind::MissingRequiredArgument => {
            format!("还缺“{}”", argument.split(' ').next().unwrap_or_default())
        }
        ErrorKind::ArgumentConflict => format!("“{argument}”重复或冲突"),
        _ => "参数写法不对".to_owned(),
    };
    super::say(&format!("错误：{message}\n\n用 gongkai --help 看用法。\n"));
    ExitCode::from(super::BAD_WORLD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_out_of_range_is_refused() {
        let at = |seconds: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(today(at(0)).unwrap().to_string(), "1970-01-01");
        // China is eight hours ahead.
        assert_eq!(today(at(16 * 3_600)).unwrap().to_string(), "1970-01-02");
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert!(today(before).is_err());
        assert!(today(at(400_000_000_000)).is_err());
    }
}
