// browser - a page in a headless Chromium, driven over a pipe: what it asks for, complains of, shows, and looks like
//
//   node browser.mjs FILE.html [--axe FILE] [--no-script] [--dark] [--width N] [--shot FILE.png [--from N --height N]] [--print FILE.pdf]
//
// Writes one JSON object: requests other than for the page itself, console messages, elements that hold scripts or
// handlers, what axe-core finds, whether the page is wider than the window. Speaks the DevTools protocol by itself.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const operands = process.argv.slice(2);
const option = {};
const files = [];
while (operands.length > 0) {
    const word = operands.shift();
    if (["--no-script", "--dark"].includes(word))
        option[word] = true;
    else if (word.startsWith("--"))
        option[word] = operands.shift();
    else
        files.push(word);
}
const address = pathToFileURL(resolve(files[0])).href;

const profile = mkdtempSync(join(tmpdir(), "hark-browser-"));
const browser = spawn("chromium", [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-extensions", "--disable-sync",
    `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank"
], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const give_up = setTimeout(() => finish(new Error("the browser did not answer")), 90000);

function finish(error) {
    clearTimeout(give_up);
    browser.on("close", () => rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
    call("Browser.close").catch(() => browser.kill("SIGKILL"));
    if (error) {
        browser.kill("SIGKILL");
        console.error(`browser: ${error.message}`);
        process.exitCode = 1;
    }
}

const waiting = new Map();
const heard = [];
let last = 0;
let rest = "";
browser.stdio[4].on("data", (bytes) => {
    const parts = (rest + bytes).split("\0");
    rest = parts.pop();
    for (const part of parts) {
        const message = JSON.parse(part);
        if (message.id === undefined)
            heard.push(message);
        else {
            const { good, bad } = waiting.get(message.id);
            waiting.delete(message.id);
            message.error ? bad(new Error(message.error.message)) : good(message.result);
        }
    }
});

function call(method, params = {}, sessionId) {
    return new Promise((good, bad) => {
        waiting.set(++last, { good, bad });
        browser.stdio[3].write(JSON.stringify({ id: last, method, params, sessionId }) + "\0");
    });
}

async function heard_of(method) {
    while (!heard.some((message) => message.method === method))
        await new Promise((soon) => setTimeout(soon, 20));
}

async function look() {
    const { targetId } = await call("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await call("Target.attachToTarget", { targetId, flatten: true });
    const tell = (method, params) => call(method, params, sessionId);
    const width = Number(option["--width"] ?? 1280);

    for (const domain of ["Page", "Network", "Log", "Runtime"])
        await tell(`${domain}.enable`);
    await tell("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 });
    await tell("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: option["--dark"] ? "dark" : "light" }] });
    await tell("Emulation.setScriptExecutionDisabled", { value: option["--no-script"] === true });
    await tell("Page.navigate", { url: address });
    await heard_of("Page.loadEventFired");
    await new Promise((soon) => setTimeout(soon, 300));

    const found = {
        requests: heard.filter((one) => one.method === "Network.requestWillBeSent").map((one) => one.params.request.url)
            .filter((url) => url !== address && url !== "about:blank" && !url.startsWith("data:")),
        messages: heard.filter((one) => ["Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"].includes(one.method))
            .map((one) => one.params.entry?.text ?? one.params.exceptionDetails?.text ?? one.params.type),
        dialogs: heard.filter((one) => one.method === "Page.javascriptDialogOpening").length,
    };
    const { frameTree } = await tell("Page.getFrameTree");
    const world = await tell("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "hark" });
    const ask = async (expression, contextId = world.executionContextId) => {
        const answer = await tell("Runtime.evaluate", { expression, ...(contextId && { contextId }), awaitPromise: true, returnByValue: true });
        if (answer.exceptionDetails)
            throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
        return answer.result.value;
    };
    if (!option["--no-script"]) {
        found.pwned = await ask("typeof pwned !== 'undefined'", null);
        Object.assign(found, await ask(`({
            hostile: [...document.querySelectorAll("*")].filter((one) => ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "IMG", "FORM", "BASE"].includes(one.tagName) ||
                [...one.attributes].some((is) => /^on/i.test(is.name) || is.name === "style" || (is.name === "href" && !/^(#|data:text\\/csv;)/.test(is.value)))).length,
            wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
            height: document.documentElement.scrollHeight,
            text: document.body.innerText.length })`));
    }
    if (option["--axe"]) {
        await ask(readFileSync(option["--axe"], "utf8") + "; undefined");
        const report = await ask(`axe.run(document, { resultTypes: ["violations", "incomplete"] }).then((all) => ({
            violations: all.violations.map((one) => one.id + ": " + one.nodes.length + " " + one.nodes[0].target + " " + one.nodes[0].failureSummary),
            passes: all.passes.length }))`);
        Object.assign(found, report);
    }
    if (option["--shot"]) {
        const from = Number(option["--from"] ?? 0);
        const tall = Number(option["--height"] ?? found.height ?? 900);
        const { data } = await tell("Page.captureScreenshot", { captureBeyondViewport: true, clip: { x: 0, y: from, width, height: tall, scale: 1 } });
        writeFileSync(option["--shot"], Buffer.from(data, "base64"));
    }
    if (option["--print"]) {
        const { data } = await tell("Page.printToPDF", { printBackground: false, preferCSSPageSize: true });
        writeFileSync(option["--print"], Buffer.from(data, "base64"));
    }
    console.log(JSON.stringify(found));
}

look().then(() => finish(), finish);
