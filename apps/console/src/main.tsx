import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { Boundary } from './shell/boundary';
import './style/base.css';

const place = document.getElementById('app');
if (place === null) throw new Error('The page has no place for the console.');
createRoot(place).render(
  <StrictMode>
    <Boundary place="everywhere" heading="h1">
      <App />
    </Boundary>
  </StrictMode>,
);
