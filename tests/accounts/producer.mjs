// A feed producer: the npm package `feed` makes RSS 2.0, Atom 1.0 and JSON Feed of one account's posts, and serves them.
// node producer.mjs <folder of node_modules> <posts as JSON>; prints the port, and ends with its standard input.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [, , folder, told] = process.argv;
const { Feed } = await import(pathToFileURL(createRequire(`${folder}/package.json`).resolve("feed")).href);
const { name, home, posts } = JSON.parse(told);

const feed = new Feed({ title: name, id: home, link: home, language: "zh-CN", updated: new Date(posts[0].at), copyright: "" });
for (const post of posts) {
  const item = { title: post.title, id: post.url, link: post.url, date: new Date(post.at), content: post.html };
  feed.addItem({ ...item, description: post.title });
}
const made = {
  "/rss": ["application/rss+xml; charset=utf-8", feed.rss2()],
  "/atom": ["application/atom+xml; charset=utf-8", feed.atom1()],
  "/json": ["application/feed+json; charset=utf-8", feed.json1()],
};
const server = createServer((request, response) => {
  const found = made[request.url];
  response.writeHead(found ? 200 : 404, { "Content-Type": found ? found[0] : "text/plain" });
  response.end(found ? found[1] : "not here");
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit(0));
