import { createRoot } from 'react-dom/client';
import { App } from './app';
import './playground.css';

const place = document.getElementById('playground');
if (place === null) throw new Error('index.html has no place for the playground');
createRoot(place).render(<App />);
