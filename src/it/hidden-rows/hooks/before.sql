INSERT INTO public.blocked SELECT email FROM public.source WHERE tenant = current_schema();
