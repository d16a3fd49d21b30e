// Serves the style sheets, fonts and icons under /assets/, each for a year: its address changes when it does.
// It refuses every other file: the lists of asset-files.ts are all there is.
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { assetFiles } from './asset-files.ts';

/** A Fastify plugin: `app.register(assets)`. What is not there is left to the app's own page for that. */
export async function assets(app: FastifyInstance): Promise<void> {
  const { base, design, own } = assetFiles();
  for (const [prefix, { folder, files }] of [[`${base}/design/`, design], [`${base}/own/`, own]] as const) {
    await app.register(fastifyStatic, {
      root: folder, prefix, decorateReply: false, index: false, redirect: false, dotfiles: 'deny', cacheControl: true, maxAge: '365d', immutable: true,
      allowedPath: (pathName) => files.has(pathName),
    });
  }
}
