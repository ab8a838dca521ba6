//! What can be wrong with writing the site.

use crate::diagnostic::{Code, Wording};

/// The output folder is one that holds sources: emptying it would lose them.
pub static FOLDER_REFUSED: Code = Code::error(
    "output-folder",
    Wording { zh: "不能把网站写到 {folder}", en: "the site cannot be written to {folder}" },
    Wording {
        zh: "每次生成都会清理输出文件夹里不属于网站的文件；请在设置里用 output_dir 另选一个专门的文件夹，例如 public",
        en: "a build clears its output folder; choose a folder of its own with `output_dir`, such as `public`",
    },
);

/// Why a folder is refused: it is a file.
pub(super) const IS_FILE: Wording =
    Wording { zh: "这是一个文件，不是文件夹", en: "it is a file, not a folder" };
/// Why a folder is refused: it is a whole disk.
pub(super) const IS_DISK: Wording = Wording { zh: "这是整个磁盘的根", en: "it is the root of the file system" };
/// Why a folder is refused: the home folder `{name}` is or lies in it.
pub(super) const HOLDS_HOME: Wording =
    Wording { zh: "个人文件夹 {name} 在它里面", en: "it is or holds the home folder {name}" };
/// Why a folder is refused: the site's root is or lies in it.
pub(super) const HOLDS_SITE: Wording =
    Wording { zh: "网站的源文件都在它里面", en: "it is or holds the folder of the site's sources" };
/// Why a folder is refused: it is or lies in the sources' folder `{name}`.
pub(super) const INSIDE_SOURCES: Wording = Wording {
    zh: "它就是源文件夹 {name}，或在其中",
    en: "it is or lies inside the source folder `{name}`",
};
/// Why a folder is refused: the sources' folder `{name}` lies in it.
pub(super) const HOLDS_SOURCES: Wording =
    Wording { zh: "源文件夹 {name} 在它里面", en: "it holds the source folder `{name}`" };

/// The output folder lies outside of the site and holds files, none of which tells that it holds a site: emptying it would lose them.
pub static FOLDER_FOREIGN: Code = Code::error(
    "output-foreign",
    Wording {
        zh: "输出文件夹 {folder} 里是别的文件（例如 {name}），不像是网站",
        en: "the output folder {folder} holds other files, such as {name}, and no site",
    },
    Wording {
        zh: "生成网站会清空这个文件夹，所以什么也没有做；请在设置里用 output_dir 另选一个文件夹，或先移走这些文件；确定要清空它请加 --force",
        en: "a build empties its output folder, so nothing was done; choose another with `output_dir`, or move those files away; to empty it all the same add --force",
    },
);

/// The output folder cannot be prepared, written or swapped.
pub static FOLDER_FAILED: Code = Code::error(
    "output-write",
    Wording {
        zh: "写不了输出文件夹 {folder}：{reason}", en: "cannot write the output folder {folder}: {reason}"
    },
    Wording {
        zh: "请检查磁盘空间、文件夹的写入权限，以及文件是否被别的程序占用；原来的网站没有改动",
        en: "check the free space, the permissions, and whether another program holds the files; the old site is untouched",
    },
);

/// All new files are ready, but not all could be brought to their places.
pub static FOLDER_UNFINISHED: Code = Code::error(
    "output-unfinished",
    Wording {
        zh: "输出文件夹 {folder} 只更新了一部分：{reason}", en: "{folder} is updated in part only: {reason}"
    },
    Wording {
        zh: "请关闭占用这些文件的程序，检查写入权限，然后再生成一次：会先把没有完成的部分补完",
        en: "close the program that holds the file, check the permissions, then build again: that first finishes what is left",
    },
);

/// A file of the site cannot be written.
pub static FILE_FAILED: Code = Code::error(
    "output-file",
    Wording { zh: "写不了文件 {file}：{reason}", en: "cannot write {file}: {reason}" },
    Wording {
        zh: "请检查磁盘空间和写入权限；如果提示名称无效，请换一个文件名或 slug",
        en: "check the free space and the permissions; if the name is refused, give the page another slug or path",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 5] = [&FOLDER_REFUSED, &FOLDER_FOREIGN, &FOLDER_FAILED, &FOLDER_UNFINISHED, &FILE_FAILED];
