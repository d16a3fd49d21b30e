// The least that answers as the portal does: one Fastify with a page of the same size and a form that leads back to it, in a process of its own.
// It refuses all that the portal is for: no session, no token, no store, no template.
import formbody from '@fastify/formbody';
import fastify from 'fastify';

const page = `<!doctype html><html lang="da"><body>${'x'.repeat(Number(process.env['PAGE_BYTES']))}</body></html>`;
const app = fastify({ logger: false });
await app.register(formbody);
app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
app.post('/', async (_request, reply) => reply.redirect('/', 303));
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
console.log('ready');
