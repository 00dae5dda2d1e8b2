export { csv, html, markdown, plain } from '../text/escape.js';
