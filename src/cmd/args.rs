//! The arguments, with Zola's names and meanings and a few of ours.

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;
use lianluo::config::Dialect;

/// 联络：乡镇政协联络组的静态网站生成器，兼容 Zola / a static site generator for township liaison groups, compatible with Zola
#[derive(Debug, Parser)]
#[command(name = "lianluo", version, about, propagate_version = true)]
pub struct Arguments {
    /// 站点所在的文件夹 / the site's folder
    #[arg(short, long, default_value = ".", value_name = "DIR")]
    pub root: PathBuf,
    /// 设置文件（默认 lianluo.toml、zola.toml、config.toml）/ the settings file
    #[arg(short, long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// 网站按哪一版 Zola 的写法：0.22 或 0.23（默认自动识别）/ the Zola the site is written for
    #[arg(long, global = true, value_name = "VERSION", value_parser = dialect)]
    pub compat: Option<Dialect>,
    /// 提示用的语言 / the language of messages
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub lang: Option<Language>,
    /// 提示的格式 / the format of messages
    #[arg(long, global = true, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    /// 要做的事 / what to do
    #[command(subcommand)]
    pub command: Command,
}

/// The dialect of a version of Zola.
fn dialect(version: &str) -> Result<Dialect, String> {
    let known = Dialect::WORDS.iter().find(|(word, _)| *word == version).map(|(_, dialect)| *dialect);
    known.ok_or_else(|| Dialect::WORDS.map(|(word, _)| word).join(", "))
}

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

/// The format of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 文字，表格 / text, a table
    #[value(alias = "table")]
    Text,
    /// JSON
    Json,
    /// CSV，可用 Excel、WPS 打开（只用于 ledger）/ CSV for spreadsheets (`ledger` only)
    Csv,
    /// Word 文件（只用于 ledger）/ a Word file (`ledger` only)
    Docx,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 生成网站 / build the site
    Build(Build),
    /// 在本机预览，保存即更新 / preview the site, refreshed as files are saved
    Serve(Serve),
    /// 说明一个网页为什么会（或不会）重新生成 / say why an output would be made again, and what it is made from
    Explain(Explain),
    /// 只检查，不生成 / look for mistakes without building
    Check(Check),
    /// 新建一个联络组网站 / make a new liaison group's site
    Init(Init),
    /// 新建一个条目 / write a new entry
    New(New),
    /// 履职台账：应完成、已完成、还欠什么 / what is owed, what was done, what is missing
    Ledger(Ledger),
    /// 把一篇稿件做成报送包：Word、正文、照片、报送单 / make the pack a recipient asks for
    Submit(Submit),
    /// 把 Word 文件变成条目，连同图片 / turn Word files into entries
    Import(Import),
    /// 出一期简报：Word 和可打印的网页 / make an issue of the bulletin
    Bulletin(Bulletin),
    /// 登记采用：哪家、哪天、登在哪里 / register that an entry was taken up
    Adopt(Adopt),
    /// 批准发布一个条目：写上发布时间，登记，出审批单 / approve an entry: stamp its publication, register it, make the sheet
    Approve(Approve),
    /// 把公开条目里的身份证号、手机号、银行卡号打上星号，列出改动 / mask personal numbers in public entries, and list the changes
    Mask(Mask),
    /// 把 Zola 0.22 及更早的网站改成 0.23 的写法；不加 --write 只显示会改什么 / move a site from Zola 0.22 and before to 0.23; without --write it only shows what would change
    Migrate(Migrate),
    /// 输出手册页（man 格式）/ print the manual page
    Man,
    /// 输出命令行补全脚本 / print a completion script
    Completion {
        /// 命令行程序 / the shell
        #[arg(value_enum)]
        shell: Shell,
    },
}

/// `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// 网站地址，代替设置文件里的 base_url / the site's address instead of the settings'
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// 输出文件夹 / the output folder
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// 即使用 --output-dir 指定的文件夹已存在也替换它 / replace the folder of --output-dir even if it exists
    #[arg(short, long)]
    pub force: bool,
    /// 连草稿一起生成 / build drafts too
    #[arg(long)]
    pub drafts: bool,
    /// 压缩 HTML / minify HTML
    #[arg(long)]
    pub minify: bool,
    /// 给还没有发布时间的公开条目写上现在的时间（只写一次，以后不变）/ write the moment of publication into public entries
    /// that have none
    #[arg(long, conflicts_with = "today")]
    pub stamp: bool,
    /// 缓存文件夹，默认是站点里的 .lianluo；删除它总是安全的 / the cache's folder, .lianluo in the site by default; deleting it is always safe
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// 显示各步骤用时 / print where the time goes
    #[arg(long)]
    pub timings: bool,
    /// 抽查缓存：每 N 个不需要重新生成的文件里重新生成一个作比较 / make one in N of the outputs that need not be made again, and compare
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "20", value_parser = clap::value_parser!(u32).range(1..))]
    pub verify_incremental: Option<u32>,
    /// 把哪一天当作今天 / the day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
}

/// `approve`.
#[derive(Debug, Args)]
pub struct Approve {
    /// 条目的文件、标题或标题的一部分 / the entry's file, its title or a part of it
    pub entry: String,
    /// 批准人 / who approves it
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// 审批单放在哪个文件夹（默认 approvals）/ the folder of the sheet
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `mask`.
#[derive(Debug, Args)]
pub struct Mask {
    /// 只处理这些文件；不写就是整个网站 / only these files; the whole site without any
    pub files: Vec<PathBuf>,
    /// 连座机、邮箱、车牌、住址、困难户和未成年人的姓名也处理 / mask telephones of offices, addresses and names of people in need, too
    #[arg(long)]
    pub all: bool,
    /// 只列出，不改动 / list only
    #[arg(long)]
    pub dry_run: bool,
}

/// `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// 输出文件、网址路径或内容文件 / an output file, an address's path or a content file
    pub path: String,
    #[command(flatten)]
    pub build: Build,
}

/// `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// 监听的地址 / the interface to bind on
    #[arg(short, long, default_value = "127.0.0.1")]
    pub interface: std::net::IpAddr,
    /// 监听的端口，默认 1111，被占用时换一个 / the port, 1111 or the next free one
    #[arg(short, long)]
    pub port: Option<u16>,
    /// 同时写到这个文件夹 / also write the site to this folder
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// 即使该文件夹已存在也替换它 / replace that folder even if it exists
    #[arg(long)]
    pub force: bool,
    /// 网站地址 / the site's address
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// 连草稿一起预览 / show drafts too
    #[arg(long)]
    pub drafts: bool,
    /// 打开浏览器 / open the browser
    #[arg(short = 'O', long)]
    pub open: bool,
    /// 把网页也写到输出文件夹 / write HTML to the output folder too
    #[arg(long)]
    pub store_html: bool,
    /// 与 Zola 兼容；本程序每次都只重做需要的部分 / accepted for Zola's sake
    #[arg(short, long)]
    pub fast: bool,
    /// 不在 --base-url 后面加端口 / do not append the port to --base-url
    #[arg(long)]
    pub no_port_append: bool,
    /// 另外监视的路径 / a further path to watch
    #[arg(long, value_name = "PATH")]
    pub extra_watch_path: Vec<PathBuf>,
    /// 保存后等多少毫秒再更新 / milliseconds to wait after a change
    #[arg(short, long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..), value_name = "MS")]
    pub debounce: u64,
    /// 把哪一天当作今天 / the day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// 连草稿一起检查 / check drafts too
    #[arg(long)]
    pub drafts: bool,
    /// 不检查外部链接 / do not check external links
    #[arg(long)]
    pub skip_external_links: bool,
    /// 把哪一天当作今天 / the day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// 新网站的文件夹 / the new site's folder
    #[arg(default_value = ".", value_name = "DIR")]
    pub dir: PathBuf,
    /// 文件夹不是空的也继续（已有的文件不会被覆盖）/ go on in a folder that is not empty, overwriting nothing
    #[arg(short, long)]
    pub force: bool,
    /// 镇名 / the township
    #[arg(long, value_name = "NAME")]
    pub township: Option<String>,
    /// 联络组名称 / the group
    #[arg(long, value_name = "NAME")]
    pub group: Option<String>,
    /// 县名 / the county
    #[arg(long, value_name = "NAME")]
    pub county: Option<String>,
    /// 网站地址 / the site's address
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// 不提问，没给的都用默认值 / ask nothing, take the defaults
    #[arg(short = 'y', long)]
    pub yes: bool,
    /// 不带示例条目 / without the example entries
    #[arg(long)]
    pub empty: bool,
}

/// `new`.
#[derive(Debug, Args)]
pub struct New {
    /// 种类：activity 活动信息、member 委员风采、relief 走访帮扶、history 文史资料等 / the kind of entry
    pub kind: String,
    /// 标题 / the title
    pub title: String,
    /// 事情发生的日期，默认今天 / the day it happened, today if absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
    /// 把哪一天当作今天 / the day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
}

/// `ledger`.
#[derive(Debug, Args)]
pub struct Ledger {
    /// 哪一年，默认今年 / the year, this one if absent
    #[arg(long, value_name = "YYYY", value_parser = clap::value_parser!(i16).range(1..=9999))]
    pub year: Option<i16>,
    /// 哪一季度：3 或 2026Q3 / the quarter: 3 or 2026Q3
    #[arg(long, value_name = "Q")]
    pub quarter: Option<String>,
    /// 只看一位委员（编号）/ one member only, by id
    #[arg(long, value_name = "ID")]
    pub member: Option<String>,
    /// 只要哪几部分，如 adoption；不写就全要 / which parts, all if absent
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    pub part: Vec<String>,
    /// 写到文件里，不写到屏幕上 / write to a file instead of the screen
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// 把哪一天当作今天：只数到这一天 / the day that counts as today: nothing later counts
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
}

/// `submit`.
#[derive(Debug, Args)]
pub struct Submit {
    /// 哪一篇：文件名、标题或标题里的几个字 / the entry: its file, its title or a part of it
    pub entry: String,
    /// 报给谁：county-office 县政协办公室、county-media 县融媒体中心、newspaper 报社、party-info 县委信息科、history-committee 文史委，或设置里写的 / the recipient
    #[arg(long, value_name = "PRESET")]
    pub to: String,
    /// 把这次报送登记到稿件里 / take the sending down in the entry
    #[arg(long)]
    pub record: bool,
    /// 放在哪个文件夹，默认网站文件夹里的 submissions / the folder for packs
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 把哪一天当作今天 / the day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
}

/// `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Word 文件，或放着 Word 和照片的文件夹 / Word files, or folders of one with its photos
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// 变成哪一类条目 / the kind of entry
    #[arg(long = "as", default_value = "activity", value_name = "KIND")]
    pub kind: String,
    /// 把哪一天当作今天 / the day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
}

/// `bulletin`.
#[derive(Debug, Args)]
pub struct Bulletin {
    /// 一个季度的公开条目，如 2026Q3 / the public entries of a quarter
    #[arg(long, value_name = "YYYYQN", required_unless_present = "entries")]
    pub quarter: Option<String>,
    /// 只要这几篇：文件名、标题或标题里的几个字 / these entries
    #[arg(long, num_args = 1.., value_name = "ENTRY", conflicts_with = "quarter")]
    pub entries: Vec<String>,
    /// 期号，默认接着本年的上一期 / the number, the next of the year if absent
    #[arg(long, value_name = "N")]
    pub number: Option<u64>,
    /// 放在哪个文件夹，默认网站文件夹里的 bulletins / the folder for issues
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 把哪一天当作今天 / the day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
}

/// `adopt`.
#[derive(Debug, Args)]
pub struct Adopt {
    /// 哪一篇：文件名、标题或标题里的几个字 / the entry: its file, its title or a part of it
    pub entry: String,
    /// 哪家采用的：报送单位，或报送对象的名称 / the outlet or the recipient
    #[arg(long, value_name = "NAME")]
    pub outlet: String,
    /// 采用的日期 / the day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub on: Date,
    /// 登在哪里，如《政协工作》第9期 / where
    #[arg(long = "where", value_name = "TEXT")]
    pub place: Option<String>,
    /// 版面 / the page
    #[arg(long, value_name = "TEXT")]
    pub page: Option<String>,
    /// 网址 / its address
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// 剪报或截图的文件：会复制到稿件旁边 / a clipping, copied beside the entry
    #[arg(long, value_name = "FILE")]
    pub clip: Option<PathBuf>,
    /// 字数 / characters
    #[arg(long, value_name = "N")]
    pub chars: Option<u64>,
    /// 稿费（元）/ the fee in yuan
    #[arg(long, value_name = "YUAN")]
    pub fee: Option<f64>,
    /// 级别，没有报送记录时用 / the level, where nothing was sent
    #[arg(long, value_name = "LEVEL")]
    pub level: Option<String>,
    /// 没有报送过，是对方转载的 / it was never sent there
    #[arg(long)]
    pub unsent: bool,
    /// 把哪一天当作今天 / the day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
}

/// `migrate`.
#[derive(Debug, Args)]
pub struct Migrate {
    /// 只说哪些文件会改；有要改的就以 1 结束 / only name the files that would change; the exit code is 1 if there are any
    #[arg(long, conflicts_with = "write")]
    pub check: bool,
    /// 写入改动，原来的文件另存一份 / write the changes; the files as they were are kept in a backup
    #[arg(long)]
    pub write: bool,
    /// git 里还有没提交的改动，或不在 git 里，也写 / write even if git has uncommitted changes or does not know the site
    #[arg(long, requires = "write")]
    pub force: bool,
}

/// Prints the completion script of a shell.
#[expect(clippy::disallowed_methods, reason = "the script is the output")]
pub fn completion(shell: Shell) {
    let mut command = Arguments::command();
    clap_complete::generate(shell, &mut command, "lianluo", &mut std::io::stdout());
}

/// Prints the manual page in the format of `man` (checklist CLI-12).
///
/// # Errors
/// If standard output is closed.
#[expect(clippy::disallowed_methods, reason = "the page is the output")]
pub fn manual() -> std::io::Result<()> {
    clap_mangen::Man::new(Arguments::command()).render(&mut std::io::stdout())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
