// The program that the pool runs in its children.
// It refuses to be imported: it is an entry of its own.
import { readFile } from '../read-file.ts';
import { openSigned } from '../smime.ts';
import { serve } from './serve.ts';

serve({ readFile, openSigned });
