//! Starts `nianbao server` in Zed: the program on the path, else the one that npm's package brings.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, LanguageServerInstallationStatus, Result, Worktree};

/// The package of npm, and the name of the program and of the section of settings.
const NIANBAO: &str = "nianbao";

/// Where npm's package has its launcher, below the extension's folder.
const LAUNCHER: &str = "node_modules/nianbao/nianbao.js";

struct Nianbao;

impl zed::Extension for Nianbao {
    fn new() -> Self {
        Nianbao
    }

    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let env = worktree.shell_env();
        if let Some(command) = worktree.which(NIANBAO) {
            return Ok(Command { command, args: vec!["server".into()], env });
        }
        install(server)?;
        let folder = std::env::current_dir().map_err(|error| error.to_string())?;
        let launcher = folder.join(LAUNCHER).to_string_lossy().into_owned();
        Ok(Command { command: zed::node_binary_path()?, args: vec![launcher, "server".into()], env })
    }

    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| zed::serde_json::json!({ NIANBAO: settings })))
    }
}

/// Installs npm's package, or a newer one than is there. An old one will do where the registry does not answer.
fn install(server: &LanguageServerId) -> Result<()> {
    zed::set_language_server_installation_status(server, &LanguageServerInstallationStatus::CheckingForUpdate);
    let installed = zed::npm_package_installed_version(NIANBAO)?;
    let latest = match zed::npm_package_latest_version(NIANBAO) {
        Ok(latest) => latest,
        Err(_) if installed.is_some() => return Ok(()),
        Err(error) => return Err(error),
    };
    if installed.as_deref() == Some(&latest) {
        return Ok(());
    }
    zed::set_language_server_installation_status(server, &LanguageServerInstallationStatus::Downloading);
    match zed::npm_install_package(NIANBAO, &latest) {
        Err(error) if installed.is_none() => Err(error),
        _ => Ok(()),
    }
}

zed::register_extension!(Nianbao);
