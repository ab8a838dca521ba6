//! Contact details never stand on a member's page.

use super::{Case, Rules};
use crate::liaison::code::CONTACT;

/// Keys that hold contact details.
const KEYS: [&str; 15] = [
    "phone",
    "tel",
    "telephone",
    "mobile",
    "email",
    "mail",
    "wechat",
    "qq",
    "contact",
    "电话",
    "手机",
    "邮箱",
    "微信",
    "联系方式",
    "联系电话",
];

pub(super) fn check(case: &Case, rules: &Rules) {
    if case.entry.kind.id != "member" {
        return;
    }
    for key in case.extra.keys().filter_map(|key| key.as_str()) {
        if KEYS.contains(&key.to_lowercase().as_str()) {
            let span = case.document.matter.locate_key(&case.document.source.text, &format!("extra.{key}"));
            rules
                .sink
                .push(crate::diagnostic::Diagnostic::new(&CONTACT).arg("field", key).at(&case.document.source, span));
        }
    }
}
